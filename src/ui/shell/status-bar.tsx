import { formatBytes, formatCount, formatMilliseconds } from '../format/numbers.ts';
import { useAppShallow, useText } from '../hooks/app-context.ts';
import { saidText } from '../i18n/fault-text.ts';
import styles from './status-bar.module.css';

/** What the machine does: adapter, speed, memory, seed. */
export function StatusBar() {
  const t = useText();
  const { device, throughput, plan, seed, data, running, language } = useAppShallow(
    ({ engine, training, model, view }) => ({
      device: engine.device,
      throughput: training.throughput,
      plan: model.plan,
      seed: model.wanted.seed,
      data: engine.progress.data,
      running: engine.status === 'running',
      language: view.language,
    }),
  );
  const gpu = throughput?.gpuMsPerStep ?? null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <footer className={styles.bar} tabIndex={0}>
      <span data-testid="adapter" className={styles.adapter}>
        {device ? device.description || device.vendor : '–'}
      </span>
      <span>{t('rate.steps', { count: formatCount(throughput?.stepsPerSecond) })}</span>
      <span data-testid="samples-per-second" data-value={throughput?.samplesPerSecond}>
        {t('rate.samples', { count: formatCount(throughput?.samplesPerSecond) })}
      </span>
      <span>
        {t('rate.ms', { time: formatMilliseconds(throughput?.msPerStep) })}
        {gpu === null ? '' : ` (GPU ${formatMilliseconds(gpu)})`}
      </span>
      <span>{t('dispatches', { count: formatCount(plan?.dispatches) })}</span>
      <span>{t('gpuBytes', { size: formatBytes(throughput?.gpuBytes || null) })}</span>
      <span>{t('seed', { seed })}</span>
      {data && running ? (
        <span>{t('task.data', { ...data, note: saidText(data.note, language) })}</span>
      ) : null}
    </footer>
  );
}
