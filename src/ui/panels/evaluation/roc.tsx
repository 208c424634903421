import type { EvaluationView } from '../../../worker/protocol.ts';
import { formatNumber, formatPercent } from '../../format/numbers.ts';
import { useText } from '../../hooks/app-context.ts';
import styles from './roc.module.css';

const SIZE = 180;

interface RocProps {
  readonly view: Extract<EvaluationView, { kind: 'roc' }>;
  /** Custom property of the output's colour. */
  readonly color: string;
}

/** True against false positives for every threshold; the diagonal is guessing. */
export function Roc({ view, color }: RocProps) {
  const t = useText();
  const points = Array.from(
    view.falsePositive,
    (x, index) => `${(x * SIZE).toFixed(1)},${((1 - (view.truePositive[index] ?? 0)) * SIZE).toFixed(1)}`,
  ).join(' ');
  const title = t('roc', { output: view.output, area: formatNumber(view.area) });
  return (
    <figure className={styles.roc}>
      <figcaption>{title}</figcaption>
      <svg viewBox={`-1 -1 ${SIZE + 2} ${SIZE + 2}`} width={SIZE} height={SIZE} role="img" aria-label={title}>
        <rect width={SIZE} height={SIZE} className={styles.frame} />
        <line x1={0} y1={SIZE} x2={SIZE} y2={0} className={styles.guess} />
        <polyline points={points} className={styles.curve} style={{ stroke: `var(${color})` }} />
      </svg>
      <p className={styles.axis}>{t('roc.axis', { from: formatPercent(0), to: formatPercent(1) })}</p>
    </figure>
  );
}
