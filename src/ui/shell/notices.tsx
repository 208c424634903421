import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { FaultText } from '../components/fault-text.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { runName } from '../format/run-name.ts';
import { useApp, useAppShallow, useAppState, useText } from '../hooks/app-context.ts';
import { saidText } from '../i18n/fault-text.ts';
import { openRunFile, resumeSnapshot } from '../store/actions/checkpoints.ts';
import { openWanted } from '../store/actions/model.ts';
import { reset, rollBack } from '../store/actions/training.ts';
import type { LoadedFile } from '../store/state.ts';
import styles from './notices.module.css';

/** Faults with their remedy, and things worth knowing; nothing that could be missed without loss. */
export function Notices() {
  const app = useApp();
  const t = useText();
  const { engine, nan, checkpoints, language } = useAppShallow(({ engine, training, checkpoints, view }) => ({
    engine,
    nan: training.nan,
    checkpoints,
    language: view.language,
  }));
  const { offer, notice, seenNotice, loaded } = checkpoints;
  const { error, recovered, device, softwareNoticed } = engine;
  return (
    <>
      {error ? (
        <Notice fault onClose={() => app.update('engine', { error: null })}>
          <FaultText error={error} />
          {error.retry ? (
            <Button onClick={() => app.engine.send({ type: 'retry-data' })}>{t('retry')}</Button>
          ) : null}
          {engine.status === 'failed' && !error.retry ? (
            <Button onClick={() => openWanted(app)}>{t('reopen')}</Button>
          ) : null}
        </Notice>
      ) : null}
      {nan ? (
        <Notice fault>
          <p>{t('nan', { step: nan.step, node: nan.node })}</p>
          {nan.canRollBack ? <Button onClick={() => rollBack(app)}>{t('nan.rollBack')}</Button> : null}
          <Button onClick={() => reset(app)}>{t('do.reset')}</Button>
        </Notice>
      ) : null}
      {recovered ? (
        <Notice onClose={() => app.update('engine', { recovered: null })}>
          <p>{t('recovered', { step: recovered.fromStep })}</p>
        </Notice>
      ) : null}
      {offer ? (
        <Notice onClose={() => app.update('checkpoints', { offer: null })}>
          <p>{t('resume.offer', { run: runName(engine.presets, offer, language), step: offer.step })}</p>
          <Button onClick={() => resumeSnapshot(app, offer.id)}>{t('resume.go')}</Button>
        </Notice>
      ) : null}
      {notice && notice !== seenNotice ? (
        <Notice onClose={() => app.update('checkpoints', { seenNotice: notice })}>
          <p>{saidText(notice, language)}</p>
        </Notice>
      ) : null}
      {loaded ? <LoadedNotice loaded={loaded} /> : null}
      {device?.software && !softwareNoticed ? (
        <Notice onClose={() => app.update('engine', { softwareNoticed: true })}>
          <p>{t('software')}</p>
        </Notice>
      ) : null}
    </>
  );
}

/** Misfits that are named; of more only their number. */
const MOST_NAMED = 6;

/** What came of opening a file, and what else can be done with it. */
function LoadedNotice({ loaded }: { readonly loaded: LoadedFile }) {
  const app = useApp();
  const t = useText();
  const language = useAppState((state) => state.view.language);
  const { applied, fitted, misfits, holdsRun, file } = loaded;
  const named = misfits.slice(0, MOST_NAMED).map(({ name, why }) => `${name}: ${saidText(why, language)}`);
  const rest = misfits.length > MOST_NAMED ? '; …' : '';
  const counts = { fitted: fitted.length, misfits: misfits.length };
  return (
    <Notice fault={!applied} onClose={() => app.update('checkpoints', { loaded: null })}>
      <p>
        {t(applied ? 'loaded' : 'notLoaded', counts)} {named.join('; ')}
        {rest}
      </p>
      {!applied && file && fitted.length > 0 ? (
        <Button onClick={() => void openRunFile(app, file, 'partial')}>{t('load.partial')}</Button>
      ) : null}
      {!applied && file && holdsRun ? (
        <Button onClick={() => void openRunFile(app, file, 'own')}>{t('load.own')}</Button>
      ) : null}
    </Notice>
  );
}

interface NoticeProps {
  readonly fault?: boolean;
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

function Notice({ fault = false, onClose, children }: NoticeProps) {
  const t = useText();
  return (
    <div className={styles.notice} data-fault={fault} role={fault ? 'alert' : 'status'}>
      {children}
      {onClose ? (
        <IconButton name={t('close')} icon={<X />} className={styles.close} onClick={onClose} />
      ) : null}
    </div>
  );
}
