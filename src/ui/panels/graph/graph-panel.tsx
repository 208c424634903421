import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { Download, Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { useMemo } from 'react';
import type { ModelInfo } from '../../../worker/protocol.ts';
import { readPalette } from '../../charts/palette.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../components/menu.tsx';
import { arrange, type Direction, isBox } from '../../graph-view/arrange.ts';
import { FIT, GraphView } from '../../graph-view/graph-view.tsx';
import { overlayValues } from '../../graph-view/overlay-values.ts';
import { withPresentWeights } from '../../graph-view/present-weights.ts';
import { graphSvg, saveGraphPng, saveSvg } from '../../graph-view/svg-export.ts';
import { useApp, useAppShallow, useAppState, useText } from '../../hooks/app-context.ts';
import { useSize } from '../../hooks/use-size.ts';
import { setOverlay } from '../../store/actions/graph.ts';
import { OVERLAYS, type Overlay } from '../../store/state.ts';
import styles from './graph-panel.module.css';

/** The model as it is called. */
export default function GraphPanel() {
  const t = useText();
  const opened = useAppState((state) => state.model.opened?.model);
  const controls = useAppState((state) => state.model.controls);
  const model = useMemo(() => opened && withPresentWeights(opened, controls), [opened, controls]);
  if (!model) return <p className={styles.empty}>{t('graph.none')}</p>;
  return (
    <ReactFlowProvider>
      <Graph model={model} />
    </ReactFlowProvider>
  );
}

/** Wider than high: left to right. */
const directionOf = ({ width, height }: { width: number; height: number }): Direction =>
  width > height * 1.2 ? 'LR' : 'TB';

function Graph({ model }: { readonly model: ModelInfo }) {
  const [frame, size] = useSize<HTMLDivElement>();
  const { overlay, stats, closed, plan } = useAppShallow(({ graph, model }) => ({
    overlay: graph.overlay,
    stats: graph.stats,
    closed: graph.closed,
    plan: model.plan,
  }));
  const direction = directionOf(size);
  const arrangement = useMemo(() => arrange(model, closed, direction), [model, closed, direction]);
  const { values, estimated } = useMemo(
    () => overlayValues(overlay, model.nodes, stats, plan),
    [overlay, model, stats, plan],
  );
  const svg = () => graphSvg(model, arrangement, direction, readPalette().of);
  return (
    <div className={styles.panel}>
      <GraphTools model={model} overlay={overlay} estimated={estimated} svg={svg} />
      <div ref={frame} className={styles.frame}>
        {size.width > 0 ? (
          <GraphView
            model={model}
            arrangement={arrangement}
            direction={direction}
            overlay={values}
            size={size}
          />
        ) : null}
      </div>
    </div>
  );
}

interface GraphToolsProps {
  readonly model: ModelInfo;
  readonly overlay: Overlay;
  readonly estimated: boolean;
  readonly svg: () => string;
}

function GraphTools({ model, overlay, estimated, svg }: GraphToolsProps) {
  const app = useApp();
  const t = useText();
  const flow = useReactFlow();
  const boxes = model.nodes.filter(isBox).map((node) => node.id);
  const name = app.state().model.wanted.preset;
  return (
    <div className={styles.tools}>
      <label className={styles.overlay}>
        <span className="visually-hidden">{t('overlay')}</span>
        <select
          className={styles.select}
          value={overlay}
          onChange={(event) => setOverlay(app, event.target.value as Overlay)}
        >
          {OVERLAYS.map((one) => (
            <option key={one} value={one}>
              {t(`overlay.${one}`)}
            </option>
          ))}
        </select>
        {overlay !== 'none' && estimated ? <span>{t('overlay.estimated')}</span> : null}
      </label>
      <IconButton name={t('graph.zoomOut')} icon={<ZoomOut />} onClick={() => void flow.zoomOut()} />
      <IconButton name={t('graph.zoomIn')} icon={<ZoomIn />} onClick={() => void flow.zoomIn()} />
      <IconButton name={t('graph.fit')} icon={<Maximize />} onClick={() => void flow.fitView(FIT)} />
      <Menu trigger={<IconButton name={t('graph.save')} icon={<Download />} />}>
        <MenuItem onSelect={() => saveSvg(svg(), name)}>{t('graph.svg')}</MenuItem>
        <MenuItem onSelect={() => void saveGraphPng(svg(), name)}>{t('chart.png')}</MenuItem>
        <MenuItem disabled={boxes.length === 0} onSelect={() => app.update('graph', { closed: boxes })}>
          {t('graph.closeAll')}
        </MenuItem>
        <MenuItem disabled={boxes.length === 0} onSelect={() => app.update('graph', { closed: [] })}>
          {t('graph.openAll')}
        </MenuItem>
      </Menu>
    </div>
  );
}
