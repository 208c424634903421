import { FolderOpen } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { formatCompact } from '../../format/numbers.ts';
import { useApp, useAppShallow, useAppState, useText } from '../../hooks/app-context.ts';
import { optionText, pageText, presetText } from '../../i18n/engine-text.ts';
import { PRESET_SEARCH } from '../../shell/shortcuts.ts';
import { openPreset } from '../../store/actions/model.ts';
import { openOwnData } from '../../store/actions/own-data.ts';
import { compareWith } from '../../store/actions/runs.ts';
import { PresetGlyph } from './preset-glyph.tsx';
import styles from './presets-panel.module.css';
import { useCurrentInSight } from './use-current-in-sight.ts';

/** What there is to train: one line each with what it teaches. */
export function PresetsPanel() {
  const app = useApp();
  const t = useText();
  const [search, setSearch] = useState('');
  const { presets, open, opened, language } = useAppShallow(({ engine, model, view }) => ({
    presets: engine.presets,
    open: model.wanted.preset,
    opened: model.opened,
    language: view.language,
  }));
  const panel = useRef<HTMLDivElement>(null);
  useCurrentInSight(panel, open, presets.length);
  const page = opened ? pageText(opened.preset, opened.page, language) : undefined;
  const found = presets
    .map((preset) => presetText(preset, language))
    .filter((preset) =>
      `${preset.id} ${preset.title} ${preset.teaches} ${preset.data}`
        .toLowerCase()
        .includes(search.toLowerCase()),
    );
  return (
    <div ref={panel} className={styles.panel}>
      <input
        id={PRESET_SEARCH}
        className={styles.search}
        type="search"
        placeholder={t('presets.search')}
        aria-label={t('presets.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul className={styles.list}>
        {found.map((preset) => (
          <li key={preset.id}>
            <button
              type="button"
              data-testid={`preset-${preset.id}`}
              className={styles.preset}
              aria-label={preset.title}
              aria-describedby={`preset-${preset.id}-teaches`}
              aria-current={preset.id === open}
              onClick={() => openPreset(app, preset.id)}
            >
              <PresetGlyph id={preset.id} />
              <span className={styles.text}>
                <span className={styles.title}>{preset.title}</span>
                <span id={`preset-${preset.id}-teaches`} className={styles.teaches}>
                  {preset.teaches}
                </span>
                <span className={styles.facts}>
                  {preset.data} · {t('parameters', { count: formatCompact(preset.parameters) })}
                </span>
              </span>
            </button>
          </li>
        ))}
        {presets.length > 0 && search === '' ? <OwnData /> : null}
      </ul>
      {presets.length > 0 && found.length === 0 ? <p className={styles.none}>{t('presets.none')}</p> : null}
      {page && search === '' ? (
        <section className={styles.about} aria-label={t('presets.about')}>
          <h2>{t('presets.about')}</h2>
          <p>{page.about}</p>
          {page.tryThis.length > 0 ? <h3>{t('presets.tryThis')}</h3> : null}
          <ul className={styles.ideas}>
            {page.tryThis.map((idea) => (
              <li key={idea}>{idea}</li>
            ))}
          </ul>
          <OtherHead />
          <p className={styles.provenance}>{page.provenance}</p>
          <Button onClick={() => app.update('view', { sources: true })}>{t('sources.open')}</Button>
        </section>
      ) : null}
    </div>
  );
}

/** The way to a person's own data, as the last line of the list. */
function OwnData() {
  const app = useApp();
  const t = useText();
  return (
    <li>
      <button type="button" className={styles.preset} data-testid="own-data" onClick={() => openOwnData(app)}>
        <FolderOpen className={styles.own} aria-hidden="true" />
        <span className={styles.text}>
          <span className={styles.title}>{t('own.open')}</span>
          <span className={styles.teaches}>{t('own.open.what')}</span>
        </span>
      </button>
    </li>
  );
}

/** Where a preset has two heads: trains the other one, so that both curves can be seen. */
function OtherHead() {
  const app = useApp();
  const t = useText();
  const head = useAppState((state) => state.model.controls.find(({ id }) => id === 'head'));
  const language = useAppState((state) => state.view.language);
  const other = head?.options?.find((option) => option !== head.value);
  if (other === undefined) return null;
  return (
    <Button className={styles.wraps} onClick={() => compareWith(app, 'head', other)}>
      {t('presets.compare', { head: optionText(other, language) })}
    </Button>
  );
}
