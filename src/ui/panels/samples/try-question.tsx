import { useState } from 'react';
import type { Place } from '../../../worker/protocol.ts';
import { Button } from '../../components/button.tsx';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { tryInput } from '../../store/actions/samples.ts';
import { AttemptError } from './attempt-error.tsx';
import { Bar, Bars } from './bar.tsx';
import { Clip } from './clip.tsx';
import { Picture } from './picture.tsx';
import { SceneEditor } from './scene-editor.tsx';
import styles from './try.module.css';
import type { TryProps } from './try-pane.tsx';
import { useMovedScene } from './use-moved-scene.ts';

/** Ask a question of one's own about one of the samples; the objects of a scene can be moved. */
export function TryQuestion({ example }: TryProps) {
  const app = useApp();
  const t = useText();
  const { info, from } = useAppState((state) => state.samples);
  const view = useAppState((state) => state.attempt.view);
  const [sample, setSample] = useState(0);
  const [question, setQuestion] = useState('question' in example ? example.question : '');
  const answers = view && 'answers' in view ? view.answers : [];
  const shown = info?.samples[sample];
  const ask = (places: readonly Place[] | undefined) => {
    if (question.trim() !== '') tryInput(app, { kind: 'question', sample: from + sample, question, places });
  };
  const moved = useMovedScene({ shown, sample: from + sample, answer: view, ask });
  const known = [...new Set(info?.samples.flatMap((one) => ('question' in one ? one.question : [])))];
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        ask(moved?.moved ? moved.places : undefined);
      }}
    >
      <div className={styles.row}>
        {shown?.kind === 'clip-question' ? (
          <Clip frames={shown.frames} size={96} label={t('try.sample')} controls />
        ) : null}
        {moved ? (
          <SceneEditor scene={moved.scene} places={moved.places} image={moved.image} onMove={moved.move} />
        ) : shown?.kind === 'image-question' ? (
          <Picture tensor={shown.image} size={96} label={t('try.sample')} />
        ) : null}
        <label>
          {t('try.sample')}
          <select
            className={styles.number}
            value={sample}
            onChange={(event) => setSample(Number(event.target.value))}
          >
            {info?.samples.map((_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a sample is its place
              <option key={index} value={index}>
                {from + index + 1}
              </option>
            ))}
          </select>
          <span className={styles.ideas}>
            {t('try.ideas')}
            <select
              className={styles.number}
              aria-label={t('try.ideas')}
              value=""
              onChange={(event) => setQuestion(event.target.value)}
            >
              <option value="">…</option>
              {known.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </span>
        </label>
        {moved?.moved ? (
          <Button look="quiet" onClick={moved.back}>
            {t('scene.back')}
          </Button>
        ) : null}
      </div>
      <label>
        {t('try.question')}
        <textarea
          className={styles.area}
          rows={2}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
      </label>
      {info && info.vocabulary.length > 0 ? (
        <details className={styles.words}>
          <summary>{t('try.words', { count: info.vocabulary.length })}</summary>
          <p>{info.vocabulary.join(' · ')}</p>
        </details>
      ) : null}
      <Button type="submit" disabled={question.trim() === ''}>
        {t('try.ask')}
      </Button>
      <Bars>
        {answers.map((answer, index) => (
          <Bar key={answer.word} name={answer.word} share={answer.probability} strong={index === 0} />
        ))}
      </Bars>
      {view?.kind === 'image-question' && view.scene ? (
        <p className={styles.truth}>
          {view.label === '' ? t('scene.unknown') : t('scene.truth', { truth: view.label })}
        </p>
      ) : null}
      <AttemptError />
    </form>
  );
}
