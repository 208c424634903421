import { type ReactNode, useEffect, useId, useState } from 'react';
import { formatSetting } from '../../format/numbers.ts';
import { useText } from '../../hooks/app-context.ts';
import styles from './number-field.module.css';

interface NumberFieldProps {
  readonly label: ReactNode;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
  readonly onCommit: (value: number) => void;
}

/** A number that is typed; counts with Enter or on leaving. What is out of bounds is said and not taken. */
export function NumberField({ label, value, min, max, integer = false, onCommit }: NumberFieldProps) {
  const t = useText();
  const id = useId();
  const [text, setText] = useState(formatSetting(value));
  useEffect(() => setText(formatSetting(value)), [value]);
  const typed = Number(text);
  const fits =
    text.trim() !== '' &&
    Number.isFinite(typed) &&
    (!integer || Number.isInteger(typed)) &&
    typed >= (min ?? Number.NEGATIVE_INFINITY) &&
    typed <= (max ?? Number.POSITIVE_INFINITY);
  const commit = () => {
    if (fits && typed !== value) onCommit(typed);
  };
  return (
    <div>
      <label className={styles.row}>
        {label}
        <input
          className={styles.input}
          type="text"
          inputMode={integer ? 'numeric' : 'decimal'}
          value={text}
          aria-invalid={!fits}
          {...(fits ? {} : { 'aria-describedby': id })}
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setText(formatSetting(value));
          }}
        />
      </label>
      {fits ? null : (
        <p id={id} className={styles.fault}>
          {t(integer ? 'number.whole' : 'number.any', { min: min ?? '−∞', max: max ?? '∞' })}
        </p>
      )}
    </div>
  );
}
