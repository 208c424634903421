import { FaultText } from '../../components/fault-text.tsx';
import { useAppState } from '../../hooks/app-context.ts';
import styles from './try.module.css';

/** Why the model gave no answer. */
export function AttemptError() {
  const error = useAppState((state) => state.attempt.error);
  return error ? (
    <div className={styles.fault} role="alert">
      <FaultText error={error} />
    </div>
  ) : null;
}
