import styles from './brand.module.css';

/** Two tracks that become one: the mark of the favicon. */
export function Brand() {
  return (
    <h1 className={styles.brand}>
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" fill="none" strokeLinecap="round">
        <path d="M5 20C5 11 12 16 12 5" stroke="var(--data-1)" strokeWidth="2.5" />
        <path d="M19 20C19 11 12 16 12 5" stroke="var(--data-5)" strokeWidth="2.5" />
      </svg>
      Trainyard
    </h1>
  );
}
