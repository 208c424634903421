import { ratio } from './confusion.ts';
import { defineThresholdMetric } from './threshold-metric.ts';

/**
 * True positives / all that are positive, over the elements of the epoch; 0 where none is.
 * Options: thresholds (default 0.5), topK, classId.
 * https://keras.io/api/metrics/classification_metrics/#recall-class
 */
export const recall = defineThresholdMetric({
  name: 'recall',
  className: 'Recall',
  direction: 'up',
  cells: ['tp', 'fn'],
  value: (tp, fn) => ratio(tp!, tp! + fn!),
});
