import type { ReactNode } from 'react';
import styles from './over-steps.module.css';

/** More rows than this are too low for words beside them; characters are then written as one text above. */
const MOST_WORDS = 40;

interface OverStepsProps {
  /** What was read at each row of the picture; null: no words are known. */
  readonly steps: readonly string[] | null;
  readonly children: ReactNode;
}

/** A picture whose rows are steps, with what was read at each of them. */
export function OverSteps({ steps, children }: OverStepsProps) {
  if (steps === null) return children;
  if (steps.length > MOST_WORDS)
    return (
      <>
        <p className={styles.text}>{steps.join('')}</p>
        {children}
      </>
    );
  return (
    <div className={styles.rows} style={{ '--rows': steps.length } as React.CSSProperties}>
      <ol className={styles.words}>
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <li key={index}>{step || '·'}</li>
        ))}
      </ol>
      <div className={styles.picture}>{children}</div>
    </div>
  );
}
