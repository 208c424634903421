import styles from './chart-legend.module.css';
import type { Curve } from './curve.ts';

interface ChartLegendProps {
  readonly curves: readonly Curve[];
  readonly hidden: readonly string[];
  readonly readingOf: (curve: Curve, index: number) => string;
  readonly onToggle: (key: string) => void;
}

/** Names and values of the curves; a press hides or shows one. */
export function ChartLegend({ curves, hidden, readingOf, onToggle }: ChartLegendProps) {
  return (
    <ul className={styles.legend}>
      {curves.map((curve, index) => (
        <li key={`${curve.from}/${curve.key}`}>
          <button
            type="button"
            className={styles.entry}
            aria-pressed={!hidden.includes(curve.key)}
            onClick={() => onToggle(curve.key)}
          >
            <span
              className={styles.line}
              style={{
                borderTopColor: `var(${curve.color})`,
                borderTopStyle: curve.dashed ? 'dashed' : 'solid',
              }}
            />
            <span>{curve.label}</span>
            <span className={styles.value}>{readingOf(curve, index)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
