import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { multiply } from '../../graph/ops/arithmetic.ts';
import { binaryOf } from '../../graph/ops/binary.ts';
import { iota } from '../../graph/ops/iota.ts';
import { unary } from '../../graph/ops/unary.ts';
import { logProbabilities } from './cross-entropy.ts';
import { lastAxis, spreadLast, sumLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * −log p_y for class numbers y [B, ...] (or [B, ..., 1]) and outputs [B, ..., C].
 *
 * Probabilities are divided by their sum and limited to [1e-7, 1 − 1e-7]; `fromLogits` takes logits instead. A class
 * number outside 0 … C − 1 counts zero here; the edge where data enter reports it.
 * https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class
 */
export const sparseCategoricalCrossentropy = defineLoss({
  name: 'sparse_categorical_crossentropy',
  className: 'SparseCategoricalCrossentropy',
  defaults: { fromLogits: false },
  targets: 'sparse',
  build: (b, yTrue, yPred, { fromLogits }) => {
    const logs = logProbabilities(b, yPred, fromLogits);
    return unary(b, 'neg', sumLast(b, multiply(b, oneHot(b, yTrue, yPred), logs)));
  },
});

/** 1 where the position along the last axis of `like` is the class number, else 0: int32 [B, ...] → float32 [B, ..., C]. */
export function oneHot(b: Builder, classes: ValueId, like: ValueId): ValueId {
  const positions = iota(b, b.shapeOf(like), lastAxis(b, like));
  return binaryOf(b, 'eq', positions, spreadLast(b, classes, like));
}
