import { Combine, FolderOpen, Play, Save, Trash2 } from 'lucide-react';
import type { SnapshotInfo } from '../../../worker/protocol.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Meter } from '../../components/meter.tsx';
import { formatBytes, formatNumber } from '../../format/numbers.ts';
import { runName } from '../../format/run-name.ts';
import { useApp, useAppShallow, useText } from '../../hooks/app-context.ts';
import {
  deleteSnapshot,
  openRunFile,
  resumeSnapshot,
  saveRun,
  takeWeights,
} from '../../store/actions/checkpoints.ts';
import styles from './saves-panel.module.css';

/** Runs as they were: as a file, and the snapshots that the browser keeps within a quota. */
export default function SavesPanel() {
  const app = useApp();
  const t = useText();
  const { opened, snapshots, usedBytes, quotaBytes, notice } = useAppShallow(({ model, checkpoints }) => ({
    opened: model.opened !== null,
    ...checkpoints,
  }));
  const used = t('saves.used', { used: formatBytes(usedBytes), quota: formatBytes(quotaBytes) });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={styles.panel} tabIndex={0} role="region" aria-label={t('panel.saves')}>
      <div className={styles.bar}>
        <Button icon={<Save />} disabled={!opened} onClick={() => saveRun(app)}>
          {t('saves.save')}
        </Button>
        <label className={styles.open}>
          <FolderOpen aria-hidden />
          {t('saves.open')}
          <input
            type="file"
            accept=".safetensors"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) void openRunFile(app, file);
              event.target.value = '';
            }}
          />
        </label>
        <span className={styles.quota}>
          <Meter label={used} done={usedBytes} total={quotaBytes} />
          <span>{used}</span>
        </span>
      </div>
      {notice ? <p className={styles.empty}>{notice}</p> : null}
      {snapshots.length === 0 ? (
        <p className={styles.empty}>{t('saves.none')}</p>
      ) : (
        <Snapshots snapshots={snapshots} />
      )}
    </div>
  );
}

function Snapshots({ snapshots }: { readonly snapshots: readonly SnapshotInfo[] }) {
  const t = useText();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('saves.run')}</th>
          <th scope="col">{t('saves.when')}</th>
          <th scope="col">{t('step')}</th>
          <th scope="col">{t('loss')}</th>
          <th scope="col">{t('saves.bytes')}</th>
          <th scope="col">{t('runs.do')}</th>
        </tr>
      </thead>
      <tbody>
        {snapshots.map((snapshot) => (
          <SnapshotRow key={snapshot.id} snapshot={snapshot} />
        ))}
      </tbody>
    </table>
  );
}

function SnapshotRow({ snapshot }: { readonly snapshot: SnapshotInfo }) {
  const app = useApp();
  const t = useText();
  const { name, known, opened } = useAppShallow(({ engine, model, view }) => ({
    opened: model.opened !== null,
    name: runName(engine.presets, snapshot, view.language),
    known: engine.presets.some((preset) => preset.id === snapshot.preset),
  }));
  const { id, size, at, step, loss, bytes } = snapshot;
  return (
    <tr>
      <td>
        {name} <span className={styles.faint}>{t(`size.${size}`)}</span>
      </td>
      <td>{new Date(at).toLocaleString([], { dateStyle: 'short', timeStyle: 'medium' })}</td>
      <td>{step}</td>
      <td>{formatNumber(loss)}</td>
      <td>{formatBytes(bytes)}</td>
      <td>
        <span className={styles.actions}>
          <IconButton
            name={t('resume.go')}
            icon={<Play />}
            disabled={!known}
            onClick={() => resumeSnapshot(app, id)}
          />
          <IconButton
            name={t('saves.take')}
            icon={<Combine />}
            disabled={!opened}
            onClick={() => takeWeights(app, id)}
          />
          <IconButton name={t('runs.delete')} icon={<Trash2 />} onClick={() => deleteSnapshot(app, id)} />
        </span>
      </td>
    </tr>
  );
}
