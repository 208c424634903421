import { Button } from '../components/button.tsx';
import { useAppState, useText } from '../hooks/app-context.ts';
import { saidText } from '../i18n/fault-text.ts';
import type { TextKey } from '../i18n/text.ts';
import { Brand } from './brand.tsx';
import styles from './no-webgpu.module.css';
import { type BrowserName, detectPlatform, type SystemName } from './platform.ts';
import { Tools } from './tools.tsx';

const BROWSERS: readonly { readonly name: BrowserName; readonly text: TextKey }[] = [
  { name: 'chrome', text: 'webgpu.chrome' },
  { name: 'safari', text: 'webgpu.safari' },
  { name: 'firefox', text: 'webgpu.firefox' },
];

const SYSTEMS: Readonly<Record<SystemName, TextKey | null>> = {
  windows: null,
  mac: null,
  linux: 'webgpu.linux',
  android: 'webgpu.android',
  ios: 'webgpu.ios',
  other: null,
};

/** What is missing, and how to turn it on in this browser on this system first. */
export function NoWebGpu({ reason }: { readonly reason: string }) {
  const t = useText();
  const language = useAppState((state) => state.view.language);
  const here = detectPlatform(navigator.userAgent, navigator.maxTouchPoints);
  const system = SYSTEMS[here.system];
  const own = BROWSERS.find((browser) => browser.name === here.browser);
  return (
    <>
      <header className={styles.header}>
        <Brand />
        <div className={styles.tools}>
          <Tools />
        </div>
      </header>
      <main className={styles.page}>
        <h2 className={styles.title}>{t('webgpu.title')}</h2>
        <p data-testid="status" data-status="failed">
          {t('webgpu.why')}
        </p>
        <p className={styles.reason}>{saidText(reason, language)}</p>
        {isSecureContext ? null : <p className={styles.card}>{t('webgpu.insecure')}</p>}
        <section className={styles.card} aria-label={t('webgpu.here')}>
          <h3>{t('webgpu.here')}</h3>
          {own ? <p>{t(own.text)}</p> : null}
          {system ? <p>{t(system)}</p> : null}
          <p>{t('webgpu.driver')}</p>
          <Button look="primary" onClick={() => location.reload()}>
            {t('webgpu.again')}
          </Button>
        </section>
        <section aria-label={t('webgpu.elsewhere')}>
          <h3>{t('webgpu.elsewhere')}</h3>
          <dl className={styles.list}>
            {BROWSERS.filter((browser) => browser !== own).map((browser) => (
              <div key={browser.name}>
                <dt>{t(`browser.${browser.name}`)}</dt>
                <dd>{t(browser.text)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </main>
    </>
  );
}
