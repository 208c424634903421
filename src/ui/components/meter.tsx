import styles from './meter.module.css';

interface MeterProps {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}

/** A bar that fills; spoken as progress. */
export function Meter({ label, done, total }: MeterProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div
      className={styles.meter}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={Math.min(done, total)}
    >
      <div className={styles.fill} style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
