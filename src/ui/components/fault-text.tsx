import type { ErrorInfo } from '../../worker/protocol.ts';
import { useAppState, useText } from '../hooks/app-context.ts';
import { faultText } from '../i18n/fault-text.ts';
import styles from './fault-text.module.css';

/** What happened, what must hold, and what helps; where that is a translation, the engine's own words can be opened. */
export function FaultText({ error }: { readonly error: ErrorInfo }) {
  const t = useText();
  const language = useAppState((state) => state.view.language);
  const { fact, remedy, original } = faultText(error, language);
  return (
    <div className={styles.fault}>
      <p>
        <strong>{fact}</strong> {remedy ? t('try', { remedy }) : null}
      </p>
      {original === null ? null : (
        <details className={styles.original}>
          <summary>{t('fault.original')}</summary>
          <p lang="en">{original}</p>
        </details>
      )}
    </div>
  );
}
