import styles from './chart-legend.module.css';
import type { Curve } from './curve.ts';

interface ChartLegendProps {
  readonly curves: readonly Curve[];
  readonly hidden: readonly string[];
  readonly readingOf: (curve: Curve, index: number) => string;
  readonly onToggle: (keys: readonly string[]) => void;
}

interface Entry {
  readonly label: string;
  readonly curves: readonly { readonly curve: Curve; readonly index: number }[];
}

/** Names and values of the curves, training and validation of one thing together; a press hides or shows both. */
export function ChartLegend({ curves, hidden, readingOf, onToggle }: ChartLegendProps) {
  const entries = entriesOf(curves);
  return (
    <ul className={styles.legend}>
      {entries.map((entry) => {
        const keys = entry.curves.map(({ curve }) => curve.key);
        return (
          <li key={keys[0]}>
            <button
              type="button"
              className={styles.entry}
              aria-pressed={!keys.some((key) => hidden.includes(key))}
              onClick={() => onToggle(keys)}
            >
              <span className={entries.length === 1 ? 'visually-hidden' : undefined}>{entry.label}</span>
              {entry.curves.map(({ curve, index }) => (
                <span key={curve.key} className={styles.part}>
                  <span
                    className={styles.line}
                    style={{
                      borderTopColor: `var(${curve.color})`,
                      borderTopStyle: curve.dashed ? 'dashed' : 'solid',
                    }}
                  />
                  <span className={styles.value}>{readingOf(curve, index)}</span>
                </span>
              ))}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function entriesOf(curves: readonly Curve[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const [index, curve] of curves.entries()) {
    const key = curve.key.replace(/^val_/, '');
    const known = entries.get(key);
    const label = known && curve.dashed ? known.label : curve.label;
    entries.set(key, { label, curves: [...(known?.curves ?? []), { curve, index }] });
  }
  return [...entries.values()];
}
