import { headlineMetric } from '../charts/curve.ts';
import { Hint } from '../components/hint.tsx';
import { formatMetric, formatNumber } from '../format/numbers.ts';
import { useAppShallow, useText } from '../hooks/app-context.ts';
import styles from './numbers.module.css';

/** Loss and accuracy, of training and of validation, as text. */
export function Numbers() {
  const t = useText();
  const { latest, logs, outputs } = useAppShallow(({ training, model }) => ({
    latest: training.latest,
    logs: training.epochs.at(-1)?.logs,
    outputs: model.opened?.model.outputs,
  }));
  const metric =
    headlineMetric([...Object.keys(latest), ...Object.keys(logs ?? {})], outputs ?? []) ?? 'accuracy';
  return (
    <dl className={styles.numbers}>
      <Figure id="loss" name={t('loss')} hint={t('hint.loss')} value={formatNumber(latest.loss)} />
      <Figure
        id="val-loss"
        name={t('valLoss')}
        hint={t('hint.valLoss')}
        value={formatNumber(logs?.val_loss)}
      />
      <Figure
        id="accuracy"
        name={t('accuracy')}
        hint={t('hint.accuracy')}
        value={formatMetric(metric, latest[metric])}
      />
      <Figure
        id="val-accuracy"
        name={t('valAccuracy')}
        hint={t('hint.valAccuracy')}
        value={formatMetric(metric, logs?.[`val_${metric}`])}
      />
    </dl>
  );
}

interface FigureProps {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly value: string;
}

function Figure({ id, name, hint, value }: FigureProps) {
  return (
    <Hint text={hint}>
      <div className={styles.figure}>
        <dt>{name}</dt>
        <dd data-testid={id}>{value}</dd>
      </div>
    </Hint>
  );
}
