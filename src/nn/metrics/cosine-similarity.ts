import { cosine } from '../losses/cosine-similarity.ts';
import { defineMeanMetric } from './mean-metric.ts';

/**
 * Mean of Σ ŷ·p̂ over the last axis: 1 for equal directions (the loss of the same name is its negative).
 * https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class
 */
export const cosineSimilarity = defineMeanMetric({
  name: 'cosine_similarity',
  className: 'CosineSimilarity',
  defaults: {},
  targets: 'same',
  direction: 'up',
  values: cosine,
});
