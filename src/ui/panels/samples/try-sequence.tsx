import { useState } from 'react';
import type { WireTensor } from '../../../worker/protocol.ts';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { clearAttempt, tryInput } from '../../store/actions/samples.ts';
import { AttemptError } from './attempt-error.tsx';
import { DrawPad } from './draw-pad.tsx';
import { Picture } from './picture.tsx';
import styles from './try.module.css';
import type { TryProps } from './try-pane.tsx';
import { withPicture } from './with-picture.ts';

/** Draw over any digit of the first row: what does the model read now? */
export function TrySequence({ example }: TryProps) {
  const app = useApp();
  const t = useText();
  const view = useAppState((state) => state.attempt.view);
  const [at, setAt] = useState(0);
  const [row, setRow] = useState<WireTensor | null>(null);
  if (example.kind !== 'image-sequence') return null;
  const images = row ?? example.images;
  const answers = view?.kind === 'image-sequence' ? view : null;
  const draw = (picture: WireTensor | null) => {
    const from = picture ?? { shape: example.images.shape, data: ownPicture(example.images, at) };
    const changed = withPicture(images, at, from);
    setRow(changed);
    tryInput(app, { kind: 'image-sequence', images: changed });
  };
  const choose = (index: number) => {
    setAt(index);
    if (row === null) clearAttempt(app);
  };
  return (
    <div className={styles.form}>
      <h3>{t('try.row')}</h3>
      <div className={styles.strip} role="group" aria-label={t('try.row')}>
        {Array.from({ length: images.shape[0] ?? 0 }, (_, index) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in the row is its identity
            key={index}
            type="button"
            className={styles.place}
            aria-pressed={index === at}
            aria-label={t('try.place', { place: index + 1 })}
            onClick={() => choose(index)}
          >
            <Picture tensor={images} index={index} size={28} label="" />
            <span>{answers ? argMax(answers.probabilities[index] ?? []) : '–'}</span>
          </button>
        ))}
      </div>
      <div className={styles.row}>
        <DrawPad key={at} shape={[28, 28]} onDraw={draw} size={120} />
        <ul className={styles.notes} data-testid="try-answer" data-answer={answers?.notes.join(' ') ?? ''}>
          {(answers?.notes ?? []).map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </div>
      <AttemptError />
    </div>
  );
}

const argMax = (values: readonly number[]): number => values.indexOf(Math.max(...values));

function ownPicture({ shape, data }: WireTensor, index: number): WireTensor['data'] {
  const size = data.length / (shape[0] ?? 1);
  return data.slice(index * size, (index + 1) * size);
}
