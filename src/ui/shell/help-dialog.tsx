import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { IconButton } from '../components/icon-button.tsx';
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
    <Dialog.Root open={open} onOpenChange={(help) => app.update('view', { help })}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.veil} />
        <Dialog.Content className={styles.dialog} aria-describedby={undefined}>
          <Dialog.Title className={styles.title}>{t('help')}</Dialog.Title>
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
          <Dialog.Close asChild>
            <IconButton name={t('close')} icon={<X />} className={styles.close} />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
