import type { PresetSize } from '../../worker/protocol.ts';
import { formatCount } from '../format/numbers.ts';
import { useApp, useAppShallow, useText } from '../hooks/app-context.ts';
import { presetText } from '../i18n/engine-text.ts';
import { openPreset } from '../store/actions/model.ts';
import styles from './model-title.module.css';

/** The open model: its name, its size, its number of parameters. */
export function ModelTitle() {
  const app = useApp();
  const t = useText();
  const { found, parameters, size, language } = useAppShallow(({ engine, model, view }) => ({
    found: engine.presets.find((one) => one.id === model.wanted.preset),
    language: view.language,
    parameters: model.opened?.model.parameters ?? null,
    size: model.wanted.size,
  }));
  if (!found) return null;
  const preset = presetText(found, language);
  return (
    <div className={styles.title}>
      <strong className={styles.name}>{preset.title}</strong>
      <span className={styles.parameters}>{t('parameters', { count: formatCount(parameters) })}</span>
      {preset.sizes.length > 1 ? (
        <select
          className={styles.size}
          aria-label={t('size')}
          value={size}
          onChange={(event) => openPreset(app, preset.id, event.target.value as PresetSize)}
        >
          {preset.sizes.map((one) => (
            <option key={one} value={one}>
              {t(`size.${one}`)}
            </option>
          ))}
        </select>
      ) : null}
    </div>
  );
}
