import type { Control } from '../../../worker/protocol.ts';
import { Hint } from '../../components/hint.tsx';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { optionText } from '../../i18n/engine-text.ts';
import { setControl } from '../../store/actions/training.ts';
import styles from './control-field.module.css';
import { NumberField } from './number-field.tsx';
import { fromSlider, toSlider } from './slider-scale.ts';

/** One setting with the control that fits its kind. */
export function ControlField({ control }: { readonly control: Control }) {
  const app = useApp();
  const set = (value: Control['value']) => setControl(app, control.id, value);
  if (control.kind === 'choice') return <Choice control={control} set={set} />;
  if (control.kind === 'flag') return <Flag control={control} set={set} />;
  return <Amount control={control} set={set} />;
}

interface FieldProps {
  readonly control: Control;
  readonly set: (value: Control['value']) => void;
}

function Label({ control }: { readonly control: Control }) {
  const t = useText();
  return (
    <Hint text={`${control.help} ${t(`takes.${control.takes}`)}.`} side="left">
      <span className={styles.label}>
        <span className={styles.mark} data-takes={control.takes} />
        {control.label}
        {control.unit ? <span className={styles.unit}>{control.unit}</span> : null}
      </span>
    </Hint>
  );
}

function Choice({ control, set }: FieldProps) {
  const language = useAppState((state) => state.view.language);
  return (
    <label className={styles.row}>
      <Label control={control} />
      <select
        className={styles.select}
        value={String(control.value)}
        onChange={(event) => set(event.target.value)}
      >
        {control.options?.map((option) => (
          <option key={option} value={option}>
            {optionText(option, language)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Flag({ control, set }: FieldProps) {
  return (
    <label className={styles.row}>
      <Label control={control} />
      <input
        type="checkbox"
        className={styles.check}
        checked={control.value === true}
        onChange={(event) => set(event.target.checked)}
      />
    </label>
  );
}

/** A number: typed, or slid where both ends are known. */
function Amount({ control, set }: FieldProps) {
  const t = useText();
  const { min, max, kind } = control;
  const value = Number(control.value);
  const integer = kind === 'int';
  const slides = control.takes === 'live' && min !== undefined && max !== undefined && !integer;
  return (
    <div className={styles.amount}>
      <NumberField
        label={<Label control={control} />}
        value={value}
        integer={integer}
        {...(min === undefined ? {} : { min })}
        {...(max === undefined ? {} : { max })}
        onCommit={set}
      />
      {slides ? (
        <input
          type="range"
          className={styles.range}
          aria-label={t('slider', { name: control.label })}
          min={0}
          max={1}
          step={0.005}
          value={toSlider(value, min, max, control.logarithmic)}
          onChange={(event) => set(fromSlider(Number(event.target.value), min, max, control.logarithmic))}
        />
      ) : null}
    </div>
  );
}
