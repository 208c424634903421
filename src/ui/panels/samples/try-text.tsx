import { useState } from 'react';
import { outputColor } from '../../charts/curve.ts';
import { Button } from '../../components/button.tsx';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { tryInput } from '../../store/actions/samples.ts';
import { AttemptError } from './attempt-error.tsx';
import { Bar, Bars } from './bar.tsx';
import styles from './try.module.css';
import type { TryProps } from './try-pane.tsx';

/** Type a text and its side features. */
export function TryText({ example }: TryProps) {
  const app = useApp();
  const t = useText();
  const view = useAppState((state) => state.attempt.view);
  const numbers = example.kind === 'text-class' ? example.features : [];
  const names = numbers.map((one) => one.name);
  const [text, setText] = useState('');
  const [features, setFeatures] = useState<readonly string[]>(numbers.map((one) => one.value));
  const outputs = view?.kind === 'text-class' ? view.outputs : [];
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        tryInput(app, { kind: 'text', text, features: features.map(Number) });
      }}
    >
      <label>
        {t('try.text')}
        <textarea
          className={styles.area}
          rows={2}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className={styles.features}>
        {names.map((name, index) => (
          <label key={name}>
            {name}
            <input
              className={styles.number}
              type="number"
              step="any"
              value={features[index]}
              onChange={(event) => setFeatures(features.with(index, event.target.value))}
            />
          </label>
        ))}
      </div>
      <Button type="submit" disabled={text.trim() === ''}>
        {t('try.ask')}
      </Button>
      <Bars>
        {outputs.map((output, index) => (
          <Bar key={output.name} name={output.name} share={output.probability} color={outputColor(index)} />
        ))}
      </Bars>
      <AttemptError />
    </form>
  );
}
