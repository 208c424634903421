import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { tryInput } from '../../store/actions/samples.ts';
import { AttemptError } from './attempt-error.tsx';
import { Bar, Bars } from './bar.tsx';
import styles from './try.module.css';

/** Type two texts: by the same author? */
export function TryTexts() {
  const app = useApp();
  const t = useText();
  const view = useAppState((state) => state.attempt.view);
  const [texts, setTexts] = useState<readonly [string, string]>(['', '']);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        tryInput(app, { kind: 'text-pair', texts });
      }}
    >
      <label>
        {t('first')}
        <textarea
          className={styles.area}
          rows={2}
          value={texts[0]}
          onChange={(event) => setTexts([event.target.value, texts[1]])}
        />
      </label>
      <label>
        {t('second')}
        <textarea
          className={styles.area}
          rows={2}
          value={texts[1]}
          onChange={(event) => setTexts([texts[0], event.target.value])}
        />
      </label>
      <Button type="submit" disabled={texts.some((text) => text.trim() === '')}>
        {t('try.ask')}
      </Button>
      <Bars>
        <Bar name={t('sameAuthor')} share={view?.kind === 'text-pair' ? view.same : null} />
      </Bars>
      <AttemptError />
    </form>
  );
}
