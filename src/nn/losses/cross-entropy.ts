import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { addScalar, clip, divide, mulScalar } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { logSoftmax, spreadLast, sumLast } from './last-axis.ts';

/** Keras's `backend.epsilon()`. */
export const EPSILON = 1e-7;

/** p limited to [ε, 1 − ε], so that its logarithm is finite; the gradient is zero outside. */
export const clipProbability = (b: Builder, p: ValueId): ValueId => clip(b, p, EPSILON, 1 - EPSILON);

/** log p over the last axis: log softmax of logits, or the logarithm of p / Σp limited to [ε, 1 − ε]. */
export function logProbabilities(b: Builder, yPred: ValueId, fromLogits: boolean): ValueId {
  if (fromLogits) return logSoftmax(b, yPred);
  const normalised = divide(b, yPred, spreadLast(b, sumLast(b, yPred), yPred));
  return unary(b, 'log', clipProbability(b, normalised));
}

/** y·(1 − s) + s·share: `share` is 1 / classes, or 1/2 for yes and no. */
export function smoothLabels(b: Builder, yTrue: ValueId, smoothing: number, share: number): ValueId {
  return smoothing === 0 ? yTrue : addScalar(b, mulScalar(b, yTrue, 1 - smoothing), smoothing * share);
}
