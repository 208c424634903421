import { ratio } from './confusion.ts';
import { defineThresholdMetric } from './threshold-metric.ts';

/**
 * True positives / all predicted positive, over the elements of the epoch; 0 where nothing was predicted positive.
 * Options: thresholds (default 0.5), topK, classId.
 * https://keras.io/api/metrics/classification_metrics/#precision-class
 */
export const precision = defineThresholdMetric({
  name: 'precision',
  className: 'Precision',
  direction: 'up',
  cells: ['tp', 'fp'],
  value: (tp, fp) => ratio(tp!, tp! + fp!),
});
