import { binary } from '../../graph/ops/arithmetic.ts';
import { argMax } from './arg-max.ts';
import { defineMeanMetric } from './mean-metric.ts';

/**
 * Share of rows whose largest output is where the one-hot target is largest.
 * https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class
 */
export const categoricalAccuracy = defineMeanMetric({
  name: 'categorical_accuracy',
  className: 'CategoricalAccuracy',
  defaults: {},
  targets: 'classes',
  direction: 'up',
  values: (b, yTrue, yPred) => binary(b, 'eq', argMax(b, yTrue), argMax(b, yPred)),
});
