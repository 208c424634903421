import { useEffect, useState } from 'react';
import { Modal } from '../components/modal.tsx';
import { useApp, useAppState, useText } from '../hooks/app-context.ts';
import { generatedSources, type SourceText, shippedText } from '../i18n/source-text.ts';
import { readShipped, type ShippedData } from './read-shipped.ts';
import styles from './sources-dialog.module.css';

/** All data that the presets learn from: where each set comes from, and under which licence. */
export default function SourcesDialog() {
  const app = useApp();
  const t = useText();
  const language = useAppState((state) => state.view.language);
  const shipped = useShipped();
  return (
    <Modal title={t('sources.title')} open onClose={() => app.update('view', { sources: false })}>
      <p className={styles.faint}>{t('sources.what')}</p>
      <section aria-label={t('sources.shipped')}>
        <h3>{t('sources.shipped')}</h3>
        {shipped === 'failed' ? <p role="alert">{t('sources.failed')}</p> : null}
        <ul className={styles.list}>
          {shipped === 'failed'
            ? null
            : shipped.map((set) => (
                <Source key={set.id} text={shippedText(set.id, set, language)} source={set.source} />
              ))}
        </ul>
      </section>
      <section aria-label={t('sources.generated')}>
        <h3>{t('sources.generated')}</h3>
        <ul className={styles.list}>
          {generatedSources(language).map(([id, text]) => (
            <Source key={id} text={text} />
          ))}
        </ul>
      </section>
      <p className={styles.faint}>{t('sources.own')}</p>
    </Modal>
  );
}

function useShipped(): readonly ShippedData[] | 'failed' {
  const [shipped, setShipped] = useState<readonly ShippedData[] | 'failed'>([]);
  useEffect(() => {
    readShipped().then(setShipped, () => setShipped('failed'));
  }, []);
  return shipped;
}

interface SourceProps {
  readonly text: SourceText;
  /** The npm package that it was taken from. */
  readonly source?: ShippedData['source'];
}

function Source({ text, source }: SourceProps) {
  const t = useText();
  return (
    <li>
      <h4>{text.title}</h4>
      <p>{text.description}</p>
      <dl className={styles.facts}>
        <dt>{t('sources.origin')}</dt>
        <dd>{text.origin}</dd>
        {source ? (
          <>
            <dt>{t('sources.package')}</dt>
            <dd>
              <a
                href={`https://www.npmjs.com/package/${source.package}/v/${source.version}`}
                target="_blank"
                rel="noreferrer"
              >
                {source.package} {source.version}
              </a>{' '}
              ({source.packageLicence})
            </dd>
          </>
        ) : null}
        <dt>{t('sources.licence')}</dt>
        <dd>{text.licence}</dd>
      </dl>
    </li>
  );
}
