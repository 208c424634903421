import { cosine } from '../losses/cosine-similarity.ts';
import { defineMeanMetric } from './mean-metric.ts';

/**
 * Mean of Σ ŷ·p̂ over `axis` (default the last): 1 for equal directions (the loss of the same name is its negative).
 * https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class
 */
export const cosineSimilarity = defineMeanMetric({
  name: 'cosine_similarity',
  className: 'CosineSimilarity',
  defaults: { axis: -1 },
  targets: 'same',
  direction: 'up',
  values: (b, yTrue, yPred, { axis }) => cosine(b, yTrue, yPred, axis),
});
