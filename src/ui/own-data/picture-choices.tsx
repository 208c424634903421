import type { GivenData } from '../../worker/protocol.ts';
import { Segments } from '../components/segments.tsx';
import { useApp, useText } from '../hooks/app-context.ts';
import { checkData } from '../store/actions/own-data.ts';
import { AddClass } from './choose-data.tsx';
import styles from './own-data-dialog.module.css';

const SIDES = [28, 32, 48, 64, 96];

/** How the model sees the pictures, and further classes. */
export function PictureChoices({ given }: { readonly given: Extract<GivenData, { kind: 'pictures' }> }) {
  const app = useApp();
  const t = useText();
  return (
    <div className={styles.choices}>
      <label className={styles.row}>
        {t('own.side')}
        <select
          className={styles.select}
          value={given.size}
          onChange={(event) => checkData(app, { ...given, size: Number(event.target.value) })}
        >
          {SIDES.map((side) => (
            <option key={side} value={side}>
              {`${side} × ${side}`}
            </option>
          ))}
        </select>
      </label>
      <Segments
        label={t('own.channels')}
        value={given.channels === 3 ? 'color' : 'grey'}
        options={[
          { value: 'color', text: t('own.color') },
          { value: 'grey', text: t('own.grey') },
        ]}
        onChange={(channels) => checkData(app, { ...given, channels: channels === 'color' ? 3 : 1 })}
      />
      <AddClass />
    </div>
  );
}
