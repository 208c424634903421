import { useApp, useAppShallow, useText } from '../hooks/app-context.ts';
import { presetText } from '../i18n/engine-text.ts';
import { openPreset } from '../store/actions/model.ts';
import { Brand } from './brand.tsx';
import styles from './header.module.css';
import { ModelTitle } from './model-title.tsx';
import { Progress } from './progress.tsx';
import { Tools } from './tools.tsx';
import { TrainButtons } from './train-buttons.tsx';

/** Wide: everything that is always there, in one line. */
export function Header() {
  return (
    <header className={styles.header}>
      <Brand />
      <ModelTitle />
      <TrainButtons />
      <Progress />
      <div className={styles.tools}>
        <Tools />
      </div>
    </header>
  );
}

/** Narrow: brand, preset and tools; the train bar is at the bottom. */
export function NarrowHeader() {
  const app = useApp();
  const t = useText();
  const { presets, preset, language } = useAppShallow(({ engine, model, view }) => ({
    presets: engine.presets,
    preset: model.wanted.preset,
    language: view.language,
  }));
  return (
    <header className={styles.header}>
      <Brand />
      <select
        className={styles.select}
        aria-label={t('area.presets')}
        value={preset}
        onChange={(event) => openPreset(app, event.target.value)}
      >
        {presets.map((one) => (
          <option key={one.id} value={one.id}>
            {presetText(one, language).title}
          </option>
        ))}
      </select>
      <div className={styles.tools}>
        <Tools />
      </div>
    </header>
  );
}
