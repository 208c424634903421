import { useEffect, useState } from 'react';
import { formatMetric, formatNumber } from '../format/numbers.ts';
import { useAppShallow, useText } from '../hooks/app-context.ts';

/** Tells screen readers of changes of the status and of every epoch's end: seldom enough to be borne. */
export function Announcer() {
  const t = useText();
  const { status, last } = useAppShallow(({ engine, training }) => ({
    status: engine.status,
    last: training.epochs.at(-1),
  }));
  const [words, setWords] = useState('');
  useEffect(() => setWords(t(`status.${status}`)), [status, t]);
  useEffect(() => {
    if (!last) return;
    const loss = formatNumber(last.logs.val_loss ?? last.logs.loss);
    const accuracy = formatMetric('accuracy', last.logs.val_accuracy);
    setWords(t('announce.epoch', { epoch: last.epoch, loss, accuracy }));
  }, [last, t]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {words}
    </div>
  );
}
