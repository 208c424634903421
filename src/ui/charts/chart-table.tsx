import { useAppState, useText } from '../hooks/app-context.ts';
import styles from './chart-table.module.css';
import type { Curve } from './curve.ts';

interface ChartTableViewProps {
  /** Of the chart. */
  readonly title: string;
  readonly curves: readonly Curve[];
  readonly format: (value: number | null | undefined) => string;
}

/** The table behind a chart: one row per epoch. */
export function ChartTableView({ title, curves, format }: ChartTableViewProps) {
  const t = useText();
  const epochs = useAppState((state) => state.training.epochs);
  const own = curves.filter((curve) => curve.from === 'steps' || curve.from === 'epochs');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('chart.tableOf', { title })}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('epoch')}</th>
            <th scope="col">{t('step')}</th>
            {own.map((curve) => (
              <th key={curve.key} scope="col">
                {curve.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {epochs.map((one) => (
            <tr key={one.epoch}>
              <th scope="row">{one.epoch}</th>
              <td>{one.step}</td>
              {own.map((curve) => (
                <td key={curve.key}>{format(one.logs[curve.column])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {epochs.length === 0 ? <p className={styles.empty}>{t('chart.noEpochs')}</p> : null}
    </div>
  );
}
