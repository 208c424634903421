import { inTopK } from './in-top-k.ts';
import { defineMeanMetric } from './mean-metric.ts';

/**
 * Share of rows whose target class number is among the k largest outputs (default 5).
 * https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class
 */
export const sparseTopKCategoricalAccuracy = defineMeanMetric({
  name: 'sparse_top_k_categorical_accuracy',
  className: 'SparseTopKCategoricalAccuracy',
  defaults: { k: 5 },
  targets: 'sparse',
  direction: 'up',
  values: (b, yTrue, yPred, { k }) => inTopK(b, yTrue, yPred, k),
});
