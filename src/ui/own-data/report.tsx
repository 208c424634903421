import type { DataReport } from '../../worker/protocol.ts';
import { formatCount } from '../format/numbers.ts';
import { useAppState, useText } from '../hooks/app-context.ts';
import { saidText } from '../i18n/fault-text.ts';
import { Picture } from '../panels/samples/picture.tsx';
import styles from './own-data-dialog.module.css';

const MOST_CLASSES = 12;

/** What was found: how much of it can be used, the classes, and each row or file that cannot. */
export function Report({ report }: { readonly report: DataReport }) {
  const t = useText();
  const { kind, found, used, train, validation, shape, problemCount } = report;
  return (
    <section className={styles.report} aria-label={t('own.report')}>
      <p>
        <b>{t(`own.used.${kind}`, { used: formatCount(used), found: formatCount(found) })}</b>{' '}
        <span className={styles.faint}>
          {t('own.parts', { train: formatCount(train), validation: formatCount(validation) })}
          {' · '}
          {t('own.shape', { shape: shape.join(' × ') })}
        </span>
      </p>
      <Classes classes={report.classes} />
      {report.pictures.length > 0 ? (
        <div className={styles.pictures}>
          {report.pictures.map(({ name, image }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in the preview
            <figure key={index}>
              <Picture tensor={image} size={48} label={name} />
              <figcaption>{name}</figcaption>
            </figure>
          ))}
        </div>
      ) : null}
      {problemCount > 0 ? (
        <Problems report={report} />
      ) : (
        <p className={styles.faint}>{t('own.noProblems')}</p>
      )}
    </section>
  );
}

/** How many samples each class has, the largest first. */
function Classes({ classes }: { readonly classes: DataReport['classes'] }) {
  const t = useText();
  const sorted = classes.toSorted((a, b) => b.count - a.count);
  const most = sorted[0]?.count ?? 1;
  const rest = sorted.length - MOST_CLASSES;
  return (
    <ul className={styles.classes} aria-label={t('own.classes', { count: classes.length })}>
      {sorted.slice(0, MOST_CLASSES).map(({ name, count }) => (
        <li key={name}>
          <span className={styles.className}>{name}</span>
          <span className={styles.track}>
            <span className={styles.fill} style={{ transform: `scaleX(${count / most})` }} />
          </span>
          <span>{formatCount(count)}</span>
        </li>
      ))}
      {rest > 0 ? <li className={styles.faint}>{t('own.moreClasses', { count: rest })}</li> : null}
    </ul>
  );
}

/** Row by row, or file by file. */
function Problems({ report: { kind, problems, problemCount } }: { readonly report: DataReport }) {
  const t = useText();
  const language = useAppState((state) => state.view.language);
  return (
    <details className={styles.problems}>
      <summary>{t(`own.problems.${kind}`, { count: formatCount(problemCount) })}</summary>
      <ol>
        {problems.map(({ place, message }) => (
          <li key={`${place} ${message}`}>
            <span className={styles.place}>{kind === 'table' ? t('own.rowAt', { place }) : place}</span>{' '}
            {saidText(message, language)}
          </li>
        ))}
      </ol>
      {problemCount > problems.length ? (
        <p className={styles.faint}>{t('own.moreProblems', { count: problemCount - problems.length })}</p>
      ) : null}
    </details>
  );
}
