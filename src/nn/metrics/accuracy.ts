import { binary } from '../../graph/ops/arithmetic.ts';
import { defineMeanMetric } from './mean-metric.ts';

/**
 * Share of outputs that equal the target exactly: Keras's class Accuracy. The string 'accuracy' in `compile` means the
 * binary, categorical or sparse accuracy instead, chosen by shapes.
 * https://keras.io/api/metrics/accuracy_metrics/#accuracy-class
 */
export const accuracy = defineMeanMetric({
  name: 'accuracy',
  className: 'Accuracy',
  defaults: {},
  targets: 'same',
  direction: 'up',
  values: (b, yTrue, yPred) => binary(b, 'eq', yTrue, yPred),
});
