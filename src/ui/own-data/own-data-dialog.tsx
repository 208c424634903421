import { Button } from '../components/button.tsx';
import { FaultText } from '../components/fault-text.tsx';
import { Meter } from '../components/meter.tsx';
import { Modal } from '../components/modal.tsx';
import { useApp, useAppState, useText } from '../hooks/app-context.ts';
import { closeOwnData, forgetGiven, takeData } from '../store/actions/own-data.ts';
import { ChooseData } from './choose-data.tsx';
import styles from './own-data-dialog.module.css';
import { PictureChoices } from './picture-choices.tsx';
import { Report } from './report.tsx';
import { TableChoices } from './table-choices.tsx';

/** A person's own data: choose files, read what was found in them, and train on them. */
export default function OwnDataDialog() {
  const app = useApp();
  const t = useText();
  const { given, pending, report } = useAppState((state) => state.own);
  return (
    <Modal title={t('own.title')} open onClose={() => closeOwnData(app)}>
      <p className={styles.faint}>{t('own.private')}</p>
      {given === null ? <ChooseData /> : <Given />}
      {given === null ? null : (
        <div className={styles.buttons}>
          <Button look="primary" disabled={pending || report === null} onClick={() => takeData(app)}>
            {t('own.use')}
          </Button>
          <Button onClick={() => forgetGiven(app)}>{t('own.others')}</Button>
        </div>
      )}
    </Modal>
  );
}

/** What was chosen, how it is read, and what was found. */
function Given() {
  const t = useText();
  const { given, pending, report, columns, error } = useAppState((state) => state.own);
  const reading = useAppState((state) => state.engine.progress.data);
  if (given === null) return null;
  return (
    <>
      <h3 className={styles.name}>{given.name}</h3>
      {given.kind === 'table' ? (
        <TableChoices given={given} columns={columns} />
      ) : (
        <PictureChoices given={given} />
      )}
      {pending ? (
        <div className={styles.reading} role="status">
          {t('own.reading')}
          {reading ? <Meter label={t('own.reading')} done={reading.done} total={reading.total} /> : null}
        </div>
      ) : null}
      {error ? (
        <div className={styles.fault} role="alert">
          <FaultText error={error} />
        </div>
      ) : null}
      {report ? <Report report={report} /> : null}
    </>
  );
}
