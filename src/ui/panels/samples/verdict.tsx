import { formatPercent } from '../../format/numbers.ts';
import { useText } from '../../hooks/app-context.ts';
import styles from './verdict.module.css';

interface VerdictProps {
  readonly right: boolean;
  readonly said: string;
  readonly sure: number;
  /** The truth, where it was missed. */
  readonly truth: string;
}

/** What the model says and whether it is right: by sign and word, not by colour alone. */
export function Verdict({ right, said, sure, truth }: VerdictProps) {
  const t = useText();
  return (
    <span className={styles.verdict} data-right={right}>
      <span className={styles.sign} role="img" aria-label={t(right ? 'right' : 'wrong')}>
        {right ? '✓' : '✗'}
      </span>
      <b>{said}</b>
      <span className={styles.sure}>{formatPercent(sure)}</span>
      {right ? null : <span className={styles.truth}>{t('isReally', { truth })}</span>}
    </span>
  );
}
