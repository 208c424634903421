import type { ReactNode } from 'react';
import { formatPercent } from '../../format/numbers.ts';
import styles from './bar.module.css';

interface BarProps {
  readonly name: string;
  /** Null: not known yet. */
  readonly share: number | null;
  readonly strong?: boolean;
  /** Custom property of the colour. */
  readonly color?: string;
}

/** Bars under each other, their names and shares in columns. */
export const Bars = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.bars}>{children}</div>
);

/** A name, a share as a bar, and the share as text. */
export function Bar({ name, share, strong = false, color = '--data-1' }: BarProps) {
  return (
    <div className={styles.bar} data-strong={strong}>
      <span className={styles.name}>{name}</span>
      <span className={styles.track}>
        <span
          className={styles.fill}
          style={{
            transform: `scaleX(${Math.min(1, Math.max(0, share ?? 0))})`,
            background: `var(${color})`,
          }}
        />
      </span>
      <span className={styles.value}>{formatPercent(share)}</span>
    </div>
  );
}
