import type { SampleView } from '../../../worker/protocol.ts';
import { outputColor } from '../../charts/curve.ts';
import { formatSetting } from '../../format/numbers.ts';
import { useText } from '../../hooks/app-context.ts';
import { Bar, Bars } from './bar.tsx';
import { Clip } from './clip.tsx';
import { Picture } from './picture.tsx';
import styles from './sample-card.module.css';
import { Verdict } from './verdict.tsx';

interface CardProps<K extends SampleView['kind'] = SampleView['kind']> {
  readonly view: Extract<SampleView, { kind: K }>;
  readonly classNames: readonly string[];
}

const argMax = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** One sample with what the model says of it now. */
export function SampleCard({
  view,
  classNames,
}: {
  readonly view: SampleView;
  readonly classNames: readonly string[];
}) {
  switch (view.kind) {
    case 'image-class':
      return <ImageClass view={view} classNames={classNames} />;
    case 'table-class':
      return <TableClass view={view} classNames={classNames} />;
    case 'image-sequence':
      return <ImageSequence view={view} classNames={classNames} />;
    case 'image-pair':
      return <ImagePair view={view} classNames={classNames} />;
    case 'text-class':
      return <TextClass view={view} classNames={classNames} />;
    case 'text-pair':
      return <TextPair view={view} classNames={classNames} />;
    case 'image-question':
      return <Question view={view} classNames={classNames} />;
    case 'clip-question':
      return <Question view={view} classNames={classNames} />;
  }
}

function ImageClass({ view, classNames }: CardProps<'image-class'>) {
  const best = argMax(view.probabilities);
  const name = (index: number) => classNames[index] ?? String(index);
  return (
    <figure className={styles.tile}>
      <Picture tensor={view.image} size={56} label={name(view.label)} />
      <figcaption>
        <Verdict
          right={best === view.label}
          said={name(best)}
          sure={view.probabilities[best] ?? 0}
          truth={name(view.label)}
        />
      </figcaption>
    </figure>
  );
}

/** Numbers of a row that are written out. */
const MOST_FEATURES = 8;

function TableClass({ view, classNames }: CardProps<'table-class'>) {
  const t = useText();
  const best = argMax(view.probabilities);
  const name = (index: number) => classNames[index] ?? String(index);
  const rest = view.features.length - MOST_FEATURES;
  return (
    <figure className={styles.text}>
      <dl className={styles.features}>
        {view.features.slice(0, MOST_FEATURES).map((feature) => (
          <div key={feature.name}>
            <dt>{feature.name}</dt>
            <dd>{formatSetting(feature.value)}</dd>
          </div>
        ))}
      </dl>
      {rest > 0 ? <p className={styles.faint}>{t('samples.more', { count: rest })}</p> : null}
      <figcaption>
        <Verdict
          right={best === view.label}
          said={name(best)}
          sure={view.probabilities[best] ?? 0}
          truth={name(view.label)}
        />
      </figcaption>
    </figure>
  );
}

function ImageSequence({ view, classNames }: CardProps<'image-sequence'>) {
  const name = (index: number) => classNames[index] ?? String(index);
  return (
    <figure className={styles.wide}>
      <div className={styles.strip}>
        {view.labels.map((label, index) => {
          const best = argMax(view.probabilities[index] ?? []);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in the sequence is its identity
            <div key={index} className={styles.step}>
              <Picture tensor={view.images} index={index} size={36} label={name(label)} />
              <span className={styles.mark} data-right={best === label}>
                {best === label ? '✓' : '✗'} {name(best)}
              </span>
            </div>
          );
        })}
      </div>
      {view.notes.length > 0 ? (
        <figcaption className={styles.faint}>{view.notes.join(' · ')}</figcaption>
      ) : null}
    </figure>
  );
}

function ImagePair({ view }: CardProps<'image-pair'>) {
  const t = useText();
  const says = view.same >= 0.5 ? 1 : 0;
  const word = (same: number) => t(same ? 'same' : 'different');
  return (
    <figure className={styles.tile}>
      <div className={styles.pair}>
        <Picture tensor={view.images[0]} size={48} label={t('first')} />
        <Picture tensor={view.images[1]} size={48} label={t('second')} />
      </div>
      <figcaption>
        <Verdict
          right={says === view.label}
          said={word(says)}
          sure={says ? view.same : 1 - view.same}
          truth={word(view.label)}
        />
      </figcaption>
    </figure>
  );
}

function TextClass({ view, classNames }: CardProps<'text-class'>) {
  const first = view.outputs[0]?.probability ?? 0;
  const says = first >= 0.5 ? 1 : 0;
  const name = (index: number) => classNames[index] ?? String(index);
  return (
    <figure className={styles.text}>
      <blockquote className={styles.quote}>{view.text}</blockquote>
      <p className={styles.faint}>{view.features.map((one) => `${one.name} ${one.value}`).join(' · ')}</p>
      <Bars>
        {view.outputs.map((output, index) => (
          <Bar key={output.name} name={output.name} share={output.probability} color={outputColor(index)} />
        ))}
      </Bars>
      <figcaption>
        <Verdict
          right={says === view.label}
          said={name(says)}
          sure={says ? first : 1 - first}
          truth={name(view.label)}
        />
      </figcaption>
    </figure>
  );
}

function TextPair({ view }: CardProps<'text-pair'>) {
  const t = useText();
  const says = view.same >= 0.5 ? 1 : 0;
  const word = (same: number) => t(same ? 'sameAuthor' : 'otherAuthor');
  return (
    <figure className={styles.text}>
      <blockquote className={styles.quote}>{view.texts[0]}</blockquote>
      <blockquote className={styles.quote}>{view.texts[1]}</blockquote>
      <figcaption>
        <Verdict
          right={says === view.label}
          said={word(says)}
          sure={says ? view.same : 1 - view.same}
          truth={word(view.label)}
        />
      </figcaption>
    </figure>
  );
}

const MOST_ANSWERS = 5;

function Question({ view }: CardProps<'image-question' | 'clip-question'>) {
  const best = view.answers[0];
  return (
    <figure className={styles.question}>
      {view.kind === 'clip-question' ? (
        <Clip frames={view.frames} size={88} label={view.question} />
      ) : (
        <Picture tensor={view.image} size={88} label={view.question} />
      )}
      <div className={styles.answers}>
        <p>{view.question}</p>
        <Bars>
          {view.answers.slice(0, MOST_ANSWERS).map((answer, index) => (
            <Bar key={answer.word} name={answer.word} share={answer.probability} strong={index === 0} />
          ))}
        </Bars>
        {view.label && best ? (
          <Verdict
            right={best.word === view.label}
            said={best.word}
            sure={best.probability}
            truth={view.label}
          />
        ) : null}
      </div>
    </figure>
  );
}
