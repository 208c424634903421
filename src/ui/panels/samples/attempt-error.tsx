import { useAppState } from '../../hooks/app-context.ts';
import styles from './try.module.css';

/** Why the model gave no answer. */
export function AttemptError() {
  const error = useAppState((state) => state.attempt.error);
  return error ? (
    <p className={styles.fault} role="alert">
      {error.message}
    </p>
  ) : null;
}
