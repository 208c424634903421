import { Button } from '../components/button.tsx';
import { Segments } from '../components/segments.tsx';
import { useApp, useAppShallow, useText } from '../hooks/app-context.ts';
import { setRange } from '../store/actions/view.ts';
import styles from './chart-tools.module.css';

/** Scale and smoothing, for all charts together; `stacks`: there are losses to stack. */
export function ChartTools({ stacks = false }: { readonly stacks?: boolean }) {
  const app = useApp();
  const t = useText();
  const view = useAppShallow(({ view }) => ({
    logarithmic: view.logarithmic,
    smoothing: view.smoothing,
    stacked: view.stacked,
    zoomed: view.range !== null,
  }));
  return (
    <div className={styles.tools}>
      <Segments
        label={t('chart.scale')}
        value={view.logarithmic ? 'log' : 'linear'}
        options={[
          { value: 'linear', text: t('chart.linear') },
          { value: 'log', text: t('chart.log') },
        ]}
        onChange={(scale) => app.update('view', { logarithmic: scale === 'log' })}
      />
      {stacks ? (
        <Segments
          label={t('chart.losses')}
          value={view.stacked ? 'stacked' : 'lines'}
          options={[
            { value: 'lines', text: t('chart.lines') },
            { value: 'stacked', text: t('chart.stacked') },
          ]}
          onChange={(look) => app.update('view', { stacked: look === 'stacked' })}
        />
      ) : null}
      <label className={styles.smoothing}>
        {t('chart.smoothing')}
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={view.smoothing}
          onChange={(event) => app.update('view', { smoothing: Number(event.target.value) })}
        />
        <span>{view.smoothing.toFixed(2)}</span>
      </label>
      {view.zoomed ? (
        <Button look="quiet" onClick={() => setRange(app, null)}>
          {t('chart.whole')}
        </Button>
      ) : (
        <span className={styles.hint}>{t('chart.drag')}</span>
      )}
    </div>
  );
}
