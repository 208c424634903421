import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { useApp, useAppShallow, useText } from '../hooks/app-context.ts';
import { openWanted } from '../store/actions/model.ts';
import { reset, rollBack } from '../store/actions/training.ts';
import styles from './notices.module.css';

/** Faults with their remedy, and things worth knowing; nothing that could be missed without loss. */
export function Notices() {
  const app = useApp();
  const t = useText();
  const { engine, nan, loaded } = useAppShallow(({ engine, training, checkpoints }) => ({
    engine,
    nan: training.nan,
    loaded: checkpoints.loaded,
  }));
  const { error, recovered, device, softwareNoticed } = engine;
  return (
    <>
      {error ? (
        <Notice fault onClose={() => app.update('engine', { error: null })}>
          <ErrorText error={error} />
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
      {loaded ? (
        <Notice onClose={() => app.update('checkpoints', { loaded: null })}>
          <p>
            {t('loaded', { fitted: loaded.fitted.length, misfits: loaded.misfits.length })}{' '}
            {loaded.misfits.map(({ name, why }) => `${name}: ${why}`).join('; ')}
          </p>
        </Notice>
      ) : null}
      {device?.software && !softwareNoticed ? (
        <Notice onClose={() => app.update('engine', { softwareNoticed: true })}>
          <p>{t('software')}</p>
        </Notice>
      ) : null}
    </>
  );
}

/** What happened, what must hold, and what helps. */
function ErrorText({ error }: { readonly error: { readonly message: string; readonly try: string | null } }) {
  const t = useText();
  const remedy = error.try ? ` Try: ${error.try}.` : '';
  const fact =
    remedy && error.message.endsWith(remedy) ? error.message.slice(0, -remedy.length) : error.message;
  return (
    <p>
      <strong>{fact}</strong> {error.try ? t('try', { remedy: error.try }) : null}
    </p>
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
