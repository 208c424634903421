import { binary } from '../../graph/ops/arithmetic.ts';
import { cast } from '../../graph/ops/cast.ts';
import { argMax } from './arg-max.ts';
import { defineMeanMetric } from './mean-metric.ts';

/**
 * Share of rows whose largest output is at the target's class number.
 * https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class
 */
export const sparseCategoricalAccuracy = defineMeanMetric({
  name: 'sparse_categorical_accuracy',
  className: 'SparseCategoricalAccuracy',
  defaults: {},
  targets: 'sparse',
  direction: 'up',
  values: (b, yTrue, yPred) => binary(b, 'eq', cast(b, yTrue, 'float32'), argMax(b, yPred)),
});
