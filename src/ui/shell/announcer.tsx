import { formatMetric, formatNumber } from '../format/numbers.ts';
import { useAppShallow, useText } from '../hooks/app-context.ts';

/** Tells screen readers of changes of the status and of every epoch's end, each by itself: seldom enough to be borne. */
export function Announcer() {
  const t = useText();
  const { status, last, first } = useAppShallow(({ engine, training, model }) => ({
    status: engine.status,
    last: training.epochs.at(-1),
    first: model.opened?.model.outputs[0]?.name,
  }));
  const ended = last && {
    epoch: last.epoch,
    loss: formatNumber(last.logs.val_loss ?? last.logs.loss),
    accuracy: formatMetric('accuracy', last.logs.val_accuracy ?? last.logs[`val_${first}_accuracy`]),
  };
  return (
    <div className="visually-hidden" role="status" aria-live="polite" aria-atomic="false">
      <p>{ended ? t('announce.epoch', ended) : ''}</p>
      <p>{t(`status.${status}`)}</p>
    </div>
  );
}
