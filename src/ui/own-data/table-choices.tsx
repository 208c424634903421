import type { ColumnReport, GivenData } from '../../worker/protocol.ts';
import { useApp, useText } from '../hooks/app-context.ts';
import { checkData } from '../store/actions/own-data.ts';
import styles from './own-data-dialog.module.css';

type Table = Extract<GivenData, { kind: 'table' }>;

interface TableChoicesProps {
  readonly given: Table;
  readonly columns: readonly ColumnReport[];
}

/** What each column of the table is: the label, a number that the model sees, or left out. */
export function TableChoices({ given, columns }: TableChoicesProps) {
  const app = useApp();
  const t = useText();
  if (columns.length === 0) return null;
  const leftOut = columns.filter(({ role }) => role === 'left-out').map(({ name }) => name);
  const without = (name: string) => leftOut.filter((one) => one !== name);
  const choose = (name: string, role: ColumnReport['role']) => {
    const label = columns.find((column) => column.role === 'label')?.name ?? null;
    if (role === 'label') checkData(app, { ...given, label: name, leftOut: without(name) });
    else
      checkData(app, {
        ...given,
        label,
        leftOut: role === 'number' ? without(name) : [...without(name), name],
      });
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={styles.columns} tabIndex={0} role="group" aria-label={t('own.columns')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('own.column')}</th>
            <th scope="col">{t('own.role')}</th>
            <th scope="col">{t('own.examples')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, role, examples }) => (
            <tr key={name} data-role={role}>
              <th scope="row">{name}</th>
              <td>
                <select
                  className={styles.select}
                  aria-label={t('own.roleOf', { name })}
                  value={role}
                  disabled={role === 'label'}
                  onChange={(event) => choose(name, event.target.value as ColumnReport['role'])}
                >
                  <option value="label">{t('own.role.label')}</option>
                  <option value="number">{t('own.role.number')}</option>
                  <option value="left-out">{t('own.role.left-out')}</option>
                </select>
              </td>
              <td className={styles.examples}>{examples.join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
