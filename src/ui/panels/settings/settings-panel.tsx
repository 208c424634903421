import type { Control } from '../../../worker/protocol.ts';
import { Button } from '../../components/button.tsx';
import { groupBy } from '../../format/group-by.ts';
import { useApp, useAppShallow, useText } from '../../hooks/app-context.ts';
import { controlText } from '../../i18n/engine-text.ts';
import { freshSeed, reset } from '../../store/actions/training.ts';
import { ControlField } from './control-field.tsx';
import { NumberField } from './number-field.tsx';
import styles from './settings-panel.module.css';

const GROUPS = ['optimizer', 'training', 'loss', 'model', 'data'] as const;

/** All settings of the run. Filled dot: takes effect with the next step; ring: needs a new plan. */
export function SettingsPanel() {
  const app = useApp();
  const t = useText();
  const { controls, pending, seed, language } = useAppShallow(({ model, view }) => ({
    pending: model.pending,
    controls: model.controls,
    seed: model.wanted.seed,
    language: view.language,
  }));
  if (controls.length === 0) return <p className={styles.empty}>{t('settings.none')}</p>;
  const groups = groupBy(
    controls.map((control) =>
      controlText({ ...control, value: pending[control.id] ?? control.value }, language),
    ),
    (control) => control.group,
  );
  return (
    <div className={styles.panel}>
      {GROUPS.filter((group) => groups[group]).map((group) => (
        <Group key={group} title={t(`group.${group}`)} controls={groups[group]!} />
      ))}
      {groups.layer ? <Layers title={t('group.layer')} controls={groups.layer} /> : null}
      <section className={styles.group} aria-label={t('group.start')}>
        <h2>{t('group.start')}</h2>
        <div className={styles.seed}>
          <NumberField
            label={t('seedLabel')}
            value={seed}
            min={0}
            max={2 ** 32 - 1}
            integer
            onCommit={(value) => reset(app, value)}
          />
          <Button onClick={() => reset(app, freshSeed())}>{t('seed.new')}</Button>
        </div>
        <p className={styles.help}>{t('seed.help')}</p>
      </section>
      <p className={styles.key}>
        <span className={styles.mark} data-takes="live" /> {t('takes.live')}
        <br />
        <span className={styles.mark} data-takes="plan" /> {t('takes.plan')}
      </p>
    </div>
  );
}

/** Which layers train; folded away, for there may be many. */
function Layers({ title, controls }: { readonly title: string; readonly controls: readonly Control[] }) {
  return (
    <details className={styles.layers}>
      <summary>{title}</summary>
      {controls.map((control) => (
        <ControlField key={control.id} control={control} />
      ))}
    </details>
  );
}

function Group({ title, controls }: { readonly title: string; readonly controls: readonly Control[] }) {
  return (
    <section className={styles.group} aria-label={title}>
      <h2>{title}</h2>
      {controls.map((control) => (
        <ControlField key={control.id} control={control} />
      ))}
    </section>
  );
}
