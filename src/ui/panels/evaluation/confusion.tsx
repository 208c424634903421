import type { EvaluationView } from '../../../worker/protocol.ts';
import { formatCount } from '../../format/numbers.ts';
import { useText } from '../../hooks/app-context.ts';
import styles from './confusion.module.css';

/** Rows: what it is; columns: what the model says. Shades are shares of the row, so that rare classes can be read. */
export function Confusion({ view }: { readonly view: Extract<EvaluationView, { kind: 'confusion' }> }) {
  const t = useText();
  const { classNames, counts } = view;
  const size = classNames.length;
  const total = (row: number) => counts.subarray(row * size, (row + 1) * size).reduce((sum, n) => sum + n, 0);
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{t('confusion', { output: view.output })}</caption>
      <thead>
        <tr>
          <td />
          {classNames.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {classNames.map((name, row) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {classNames.map((said, column) => {
              const count = counts[row * size + column] ?? 0;
              const share = count / (total(row) || 1);
              return (
                <td
                  key={said}
                  data-diagonal={row === column}
                  style={{ '--share': `${Math.round(Math.sqrt(share) * 70)}%` } as React.CSSProperties}
                >
                  {formatCount(count)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
