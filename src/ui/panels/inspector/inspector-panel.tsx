import { formatShape } from '../../../core/shape.ts';
import type { GraphNode } from '../../../worker/protocol.ts';
import { formatCount } from '../../format/numbers.ts';
import { layerKey } from '../../graph-view/shared.ts';
import { useApp, useAppShallow, useAppState, useText } from '../../hooks/app-context.ts';
import { chooseSample, selectNode } from '../../store/actions/graph.ts';
import { ControlField } from '../settings/control-field.tsx';
import { NumberField } from '../settings/number-field.tsx';
import { HeatMap } from './heat-map.tsx';
import { Histogram } from './histogram.tsx';
import { HistogramHistory } from './histogram-history.tsx';
import styles from './inspector-panel.module.css';
import { OverSteps } from './over-steps.tsx';

/** All about the chosen node. */
export default function InspectorPanel() {
  const t = useText();
  const node = useAppState(({ inspector, model }) =>
    model.opened?.model.nodes.find((one) => one.id === inspector.node),
  );
  if (!node) return <p className={styles.empty}>{t('inspector.none')}</p>;
  return (
    <div className={styles.panel}>
      <Facts node={node} />
      <Calls node={node} />
      <Config config={node.config} />
      <Inside node={node} />
    </div>
  );
}

function Facts({ node }: { readonly node: GraphNode }) {
  const t = useText();
  return (
    <section className={styles.section}>
      <h2 className={styles.title}>
        {node.layer} <span className={styles.faint}>{node.className}</span>
      </h2>
      <p>
        {t('parameters', { count: formatCount(node.parameters) })}
        {node.parameters > 0 && !node.trainable ? ` · ${t('inspector.frozen')}` : ''}
        {node.activation ? ` · ${node.activation}` : ''}
      </p>
      <Trains node={node} />
    </section>
  );
}

/** Whether the layer trains: a setting that needs a new plan. */
function Trains({ node }: { readonly node: GraphNode }) {
  const t = useText();
  const id = `trainable/${layerKey(node.id)}`;
  const { control, pending } = useAppShallow(({ model }) => ({
    control: model.controls.find((one) => one.id === id),
    pending: model.pending[id],
  }));
  if (!control) return null;
  const value = pending ?? control.value;
  return (
    <ControlField
      control={{ ...control, label: t('inspector.trains'), help: t('inspector.trains.help'), value }}
    />
  );
}

/** Shapes by node index: every call of the layer, this one marked. */
function Calls({ node }: { readonly node: GraphNode }) {
  const app = useApp();
  const t = useText();
  const calls = useAppShallow(({ model }) =>
    (model.opened?.model.nodes ?? []).filter((one) => layerKey(one.id) === layerKey(node.id)),
  );
  return (
    <section className={styles.section} aria-label={t('inspector.calls')}>
      <h3>{t('inspector.calls')}</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('inspector.node')}</th>
            <th scope="col">{t('inspector.in')}</th>
            <th scope="col">{t('inspector.out')}</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <tr key={call.id} aria-current={call.id === node.id}>
              <th scope="row">
                <button type="button" className={styles.link} onClick={() => selectNode(app, call.id)}>
                  {call.nodeIndex}
                </button>
              </th>
              <td>{call.inputShapes.map(formatShape).join(' ') || '–'}</td>
              <td>{call.outputShapes.map(formatShape).join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Config({ config }: { readonly config: GraphNode['config'] }) {
  const t = useText();
  const entries = Object.entries(config).filter(([, value]) => value !== null && value !== undefined);
  if (entries.length === 0) return null;
  return (
    <section className={styles.section} aria-label={t('inspector.config')}>
      <h3>{t('inspector.config')}</h3>
      <dl className={styles.config}>
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{configText(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Objects with a class (initialisers, regularisers) by the name of their class, lists by their members. */
function configText(value: unknown): string {
  if (Array.isArray(value)) return value.map(configText).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return 'className' in value ? String(value.className) : JSON.stringify(value);
}

/** What only the engine knows: weights, activations; and the kernels, from the plan where it does not say. */
function Inside({ node }: { readonly node: GraphNode }) {
  const app = useApp();
  const t = useText();
  const { info, pending, sample, available, rows } = useAppShallow(({ inspector, engine, model }) => ({
    info: inspector.info,
    pending: inspector.pending,
    sample: inspector.sample,
    available: !engine.unavailable.includes('inspect'),
    rows: model.plan?.rows,
  }));
  const kernels = info?.kernels ?? (rows ?? []).filter((row) => row.where.includes(node.id));
  return (
    <>
      {info?.weights.map((weight) => (
        <section key={weight.name} className={styles.section} aria-label={weight.name}>
          <h3>
            {weight.name} <span className={styles.faint}>{formatShape(weight.tensor.shape)}</span>
          </h3>
          <HeatMap tensor={weight.tensor} label={weight.name} />
          <Histogram edges={weight.histogram.edges} counts={weight.histogram.counts} label={weight.name} />
          <HistogramHistory weight={weight.name} />
        </section>
      ))}
      {info && info.activations.length > 0 ? (
        <section className={styles.section} aria-label={t('inspector.activations')}>
          <h3>{t('inspector.activations')}</h3>
          <NumberField
            label={t('inspector.sample')}
            value={sample}
            min={0}
            integer
            onCommit={(value) => chooseSample(app, value)}
          />
          {info.activations.map((one) => (
            <div key={one.name}>
              <p className={styles.faint}>
                {one.name} {formatShape(one.tensor.shape)}
              </p>
              <OverSteps steps={one.steps}>
                <HeatMap tensor={one.tensor} label={one.name} />
              </OverSteps>
            </div>
          ))}
        </section>
      ) : null}
      {!info && pending ? <p className={styles.empty}>{t('loading')}</p> : null}
      {available ? null : <p className={styles.empty}>{t('inspector.unavailable')}</p>}
      {kernels.length > 0 ? (
        <section className={styles.section} aria-label={t('inspector.kernels')}>
          <h3>{t('inspector.kernels')}</h3>
          {kernels.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a dispatch is its place in the step
            <details key={index} className={styles.kernel}>
              <summary>
                {row.op} <span className={styles.faint}>{`${row.variant} · ${row.phase}`}</span>
              </summary>
              <pre>{row.wgsl}</pre>
            </details>
          ))}
        </section>
      ) : null}
    </>
  );
}
