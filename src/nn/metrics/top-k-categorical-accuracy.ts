import { cast } from '../../graph/ops/cast.ts';
import { argMax } from './arg-max.ts';
import { inTopK } from './in-top-k.ts';
import { defineMeanMetric } from './mean-metric.ts';

/**
 * Share of rows whose one-hot target is among the k largest outputs (default 5).
 * https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class
 */
export const topKCategoricalAccuracy = defineMeanMetric({
  name: 'top_k_categorical_accuracy',
  className: 'TopKCategoricalAccuracy',
  defaults: { k: 5 },
  targets: 'classes',
  direction: 'up',
  values: (b, yTrue, yPred, { k }) => inTopK(b, cast(b, argMax(b, yTrue), 'int32'), yPred, k),
});
