import { useMemo } from 'react';
import { ChartTools } from '../../charts/chart-tools.tsx';
import { expectedNames, groupCurves } from '../../charts/curve.ts';
import { LiveChart } from '../../charts/live-chart.tsx';
import { useCurveGroups } from '../../charts/use-curve-groups.ts';
import { useOverlayCurves } from '../../charts/use-overlay-curves.ts';
import { useStackedLosses } from '../../charts/use-stacked-losses.ts';
import { formatMetric, isShare } from '../../format/numbers.ts';
import { useAppState, useText } from '../../hooks/app-context.ts';
import styles from './losses-panel.module.css';

/** The losses, and beside them the metric that a person reads first. */
export function LossesPanel() {
  const t = useText();
  const groups = useCurveGroups();
  const outputs = useAppState((state) => state.model.opened?.model.outputs);
  const expected = useMemo(
    () => groupCurves(expectedNames(outputs ?? []), ['val_loss'], outputs ?? [])[0]!.curves,
    [outputs],
  );
  const loss = groups.find((group) => group.id === 'loss')?.curves ?? expected;
  const metric = groups.find((group) => isShare(group.id)) ?? null;
  const accuracy = useMemo(
    () => metric?.curves ?? groupCurves(['accuracy'], ['val_accuracy'], outputs ?? [])[0]!.curves,
    [metric, outputs],
  );
  const lossCurves = useOverlayCurves(useStackedLosses(loss), 'loss');
  const metricId = metric?.id ?? 'accuracy';
  const metricCurves = useOverlayCurves(accuracy, metricId);
  return (
    <div className={styles.panel}>
      <ChartTools stacks={(outputs?.length ?? 0) > 1} />
      <div className={styles.charts}>
        <LiveChart
          id="loss"
          title={t('loss')}
          curves={lossCurves}
          share={false}
          format={formatLoss}
          hint={t('chart.hint')}
        />
        <LiveChart id={metricId} title={t('accuracy')} curves={metricCurves} share format={formatShare} />
      </div>
    </div>
  );
}

const formatLoss = (value: number | null | undefined) => formatMetric('loss', value);
const formatShare = (value: number | null | undefined) => formatMetric('accuracy', value);
