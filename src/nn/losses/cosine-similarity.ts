import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { maximum, multiply } from '../../graph/ops/arithmetic.ts';
import { constant } from '../../graph/ops/constant.ts';
import { unary } from '../../graph/ops/unary.ts';
import { axisLast } from './class-axis.ts';
import { EPSILON } from './cross-entropy.ts';
import { spreadLast, sumLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * −Σ ŷ·p̂ over `axis` (default the last), with x̂ = x / max(‖x‖, 1e-7): −1 for equal directions, 1 for opposite ones.
 * https://keras.io/api/losses/regression_losses/#cosinesimilarity-class
 */
export const cosineSimilarity = defineLoss({
  name: 'cosine_similarity',
  className: 'CosineSimilarity',
  defaults: { axis: -1 },
  targets: 'same',
  build: (b, yTrue, yPred, { axis }) => unary(b, 'neg', cosine(b, yTrue, yPred, axis)),
});

/** Σ ŷ·p̂ over `axis`. */
export function cosine(b: Builder, yTrue: ValueId, yPred: ValueId, axis: number): ValueId {
  const [y, p] = [yTrue, yPred].map((x) => unitLength(b, axisLast(b, x, axis, 'CosineSimilarity')));
  return sumLast(b, multiply(b, y!, p!));
}

/** x · min(1/‖x‖, 1/ε) = x / √max(‖x‖², ε²): the second form needs no infinity. */
function unitLength(b: Builder, x: ValueId): ValueId {
  const squares = maximum(b, sumLast(b, unary(b, 'square', x)), constant(b, EPSILON * EPSILON));
  return multiply(b, x, spreadLast(b, unary(b, 'rsqrt', squares), x));
}
