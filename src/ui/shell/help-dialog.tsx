import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { useApp, useAppState, useText } from '../hooks/app-context.ts';
import type { TextKey } from '../i18n/text.ts';
import styles from './help-dialog.module.css';

const KEYS: readonly (readonly [string, TextKey])[] = [
  ['Space', 'key.train'],
  ['.', 'key.step'],
  ['R', 'key.reset'],
  ['/', 'key.search'],
  ['?', 'key.help'],
  ['←  →', 'key.tabs'],
];

const WORDS = ['step', 'epoch', 'loss', 'validation', 'baseRate', 'parameter', 'shared', 'plan'] as const;

/** The keys, and each word of the page in one sentence. */
export function HelpDialog() {
  const app = useApp();
  const t = useText();
  const open = useAppState((state) => state.view.help);
  return (
    <Modal title={t('help')} open={open} onClose={() => app.update('view', { help: false })}>
      <div className={styles.columns}>
        <section aria-label={t('help.keys')}>
          <h3>{t('help.keys')}</h3>
          <dl className={styles.keys}>
            {KEYS.map(([key, text]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section aria-label={t('help.words')}>
          <h3>{t('help.words')}</h3>
          <dl className={styles.words}>
            {WORDS.map((word) => (
              <div key={word}>
                <dt>{t(`word.${word}`)}</dt>
                <dd>{t(`word.${word}.means`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      <div>
        <Button onClick={() => app.update('view', { help: false, sources: true })}>
          {t('sources.open')}
        </Button>
      </div>
    </Modal>
  );
}
