import { Download, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { runColor } from '../../charts/run-color.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { formatMetric, formatNumber, formatSetting } from '../../format/numbers.ts';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { deleteRun, exportRun, renameRun, repeatRun, toggleRun } from '../../store/actions/runs.ts';
import type { StoredRun } from '../../store/run-record.ts';
import { differingSettings } from './differing.ts';
import styles from './runs-panel.module.css';

/** Every run that was kept: only the settings that differ, the last results, and what can be done with it. */
export default function RunsPanel() {
  const t = useText();
  const { runs, shown, fault } = useAppState((state) => state.runs);
  const settings = differingSettings(runs);
  if (runs.length === 0) return <p className={styles.empty}>{fault ?? t('runs.none')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('panel.runs')}>
      {fault ? <p role="alert">{fault}</p> : null}
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('runs.show')}</th>
            <th scope="col">{t('runs.name')}</th>
            <th scope="col">{t('runs.when')}</th>
            {settings.map((id) => (
              <th key={id} scope="col">
                {id}
              </th>
            ))}
            <th scope="col">{t('step')}</th>
            <th scope="col">{t('loss')}</th>
            <th scope="col">{t('runs.valLoss')}</th>
            <th scope="col">{t('runs.valAccuracy')}</th>
            <th scope="col">{t('runs.do')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} settings={settings} place={shown.indexOf(run.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RunRowProps {
  readonly run: StoredRun;
  readonly settings: readonly string[];
  /** Among the runs that are shown; -1: not shown. */
  readonly place: number;
}

function RunRow({ run, settings, place }: RunRowProps) {
  const app = useApp();
  const t = useText();
  const logs = run.epochs.at(-1)?.logs ?? {};
  const accuracy = Object.keys(logs).find((name) => /^val_.*accuracy$/.test(name));
  const setting = (id: string) => {
    const value = id === 'seed' ? run.seed : run.settings[id];
    return typeof value === 'number' ? formatSetting(value) : String(value ?? '–');
  };
  return (
    <tr>
      <td>
        <label className={styles.show}>
          <input type="checkbox" checked={place >= 0} onChange={() => toggleRun(app, run.id)} />
          <span
            className={styles.swatch}
            style={{ background: place < 0 ? 'none' : `var(${runColor(place)})` }}
          />
          <span className="visually-hidden">{t('runs.show')}</span>
        </label>
      </td>
      <td>
        <RunName run={run} />
      </td>
      <td>{new Date(run.startedAt).toLocaleString([], { dateStyle: 'short', timeStyle: 'short' })}</td>
      {settings.map((id) => (
        <td key={id}>{setting(id)}</td>
      ))}
      <td>{run.steps}</td>
      <td>{formatNumber(logs.loss)}</td>
      <td>{formatNumber(logs.val_loss)}</td>
      <td>{formatMetric('accuracy', accuracy ? logs[accuracy] : undefined)}</td>
      <td>
        <span className={styles.actions}>
          <IconButton name={t('runs.again')} icon={<Play />} onClick={() => repeatRun(app, run)} />
          <IconButton name={t('runs.export')} icon={<Download />} onClick={() => exportRun(run)} />
          <IconButton name={t('runs.delete')} icon={<Trash2 />} onClick={() => deleteRun(app, run.id)} />
        </span>
      </td>
    </tr>
  );
}

function RunName({ run }: { readonly run: StoredRun }) {
  const app = useApp();
  const t = useText();
  const [name, setName] = useState(run.name);
  return (
    <input
      className={styles.name}
      aria-label={t('runs.rename')}
      value={name}
      onChange={(event) => setName(event.target.value)}
      onBlur={() => name.trim() !== '' && name !== run.name && renameRun(app, run, name)}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
