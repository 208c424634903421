import { useEffect } from 'react';
import { ChartTools } from '../../charts/chart-tools.tsx';
import { type CurveGroup, GRADIENT_NORM } from '../../charts/curve.ts';
import { LiveChart } from '../../charts/live-chart.tsx';
import { useCurveGroups } from '../../charts/use-curve-groups.ts';
import { useOverlayCurves } from '../../charts/use-overlay-curves.ts';
import { formatNumber, formatPercent, formatSetting, isShare, UNKNOWN } from '../../format/numbers.ts';
import { useApp, useText } from '../../hooks/app-context.ts';
import { watchNodes } from '../../store/actions/graph.ts';
import styles from './metrics-panel.module.css';

/** Every number that the run reports, one small chart each, with one cross-hair for all. */
export default function MetricsPanel() {
  const t = useText();
  const app = useApp();
  const groups = useCurveGroups();
  useEffect(() => {
    watchNodes(app, 'metrics', true);
    return () => watchNodes(app, 'metrics', false);
  }, [app]);
  return (
    <div className={styles.panel}>
      <ChartTools />
      {groups.length === 0 ? <p className={styles.empty}>{t('metrics.none')}</p> : null}
      <div className={styles.charts}>
        {groups.map((group) => (
          <MetricChart key={group.id} group={group} />
        ))}
        {groups.length > 0 ? <MetricChart group={GRADIENT_NORM} /> : null}
      </div>
    </div>
  );
}

function MetricChart({ group }: { readonly group: CurveGroup }) {
  const curves = useOverlayCurves(group.curves, group.id);
  const share = isShare(group.id);
  return (
    <LiveChart
      id={group.id}
      title={titleOf(group.id)}
      curves={curves}
      share={share}
      format={share ? formatPercent : group.id === 'learning_rate' ? formatRate : formatNumber}
    />
  );
}

const formatRate = (value: number | null | undefined): string =>
  value === null || value === undefined ? UNKNOWN : formatSetting(value);

/** `learning_rate` → `Learning rate`. */
const titleOf = (id: string): string => id[0]!.toUpperCase() + id.slice(1).replaceAll('_', ' ');
