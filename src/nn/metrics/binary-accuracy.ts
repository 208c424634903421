import { binary } from '../../graph/ops/arithmetic.ts';
import { constant } from '../../graph/ops/constant.ts';
import { defineMeanMetric } from './mean-metric.ts';

/**
 * Share of outputs on the right side of `threshold` (default 0.5): [p > threshold] = y, element by element.
 * https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class
 */
export const binaryAccuracy = defineMeanMetric({
  name: 'binary_accuracy',
  className: 'BinaryAccuracy',
  defaults: { threshold: 0.5 },
  targets: 'same',
  direction: 'up',
  values: (b, yTrue, yPred, { threshold }) =>
    binary(b, 'eq', yTrue, binary(b, 'gt', yPred, constant(b, threshold))),
});
