import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { formatSetting } from '../../format/numbers.ts';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { tryInput } from '../../store/actions/samples.ts';
import { AttemptError } from './attempt-error.tsx';
import { Likeliest } from './likeliest.tsx';
import styles from './try.module.css';
import type { TryProps } from './try-pane.tsx';

/** Fields that are shown; the numbers beyond keep the values of the sample. */
const MOST_FIELDS = 48;

/** Type the numbers of a row; it begins as a sample. */
export function TryTable({ example, classNames }: TryProps) {
  const app = useApp();
  const t = useText();
  const view = useAppState((state) => state.attempt.view);
  const features = example.kind === 'table-class' ? example.features : [];
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const textOf = (index: number) => typed[index] ?? formatSetting(features[index]!.value);
  const rest = features.length - MOST_FIELDS;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        tryInput(app, { kind: 'numbers', numbers: features.map((_, index) => Number(textOf(index))) });
      }}
    >
      <h3>{t('try.numbers')}</h3>
      <div className={styles.features}>
        {features.slice(0, MOST_FIELDS).map(({ name }, index) => (
          <label key={name}>
            {name}
            <input
              className={styles.number}
              type="number"
              step="any"
              required
              value={textOf(index)}
              onChange={(event) => setTyped({ ...typed, [index]: event.target.value })}
            />
          </label>
        ))}
      </div>
      {rest > 0 ? <p>{t('samples.more', { count: rest })}</p> : null}
      <Button type="submit">{t('try.ask')}</Button>
      {view?.kind === 'table-class' ? (
        <div data-testid="try-answer">
          <Likeliest probabilities={view.probabilities} classNames={classNames} />
        </div>
      ) : null}
      <AttemptError />
    </form>
  );
}
