import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { binary, multiply } from '../../graph/ops/arithmetic.ts';
import { binaryOf } from '../../graph/ops/binary.ts';
import { constant } from '../../graph/ops/constant.ts';
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
 * Samples of class `ignoreClass` (default null: none) count neither in the sum nor in the number divided by.
 * https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class
 */
export const sparseCategoricalCrossentropy = defineLoss({
  name: 'sparse_categorical_crossentropy',
  className: 'SparseCategoricalCrossentropy',
  defaults: { fromLogits: false, ignoreClass: null as number | null },
  targets: 'sparse',
  build: (b, yTrue, yPred, { fromLogits, ignoreClass }) => {
    const logs = logProbabilities(b, yPred, fromLogits);
    const values = unary(b, 'neg', sumLast(b, multiply(b, oneHot(b, yTrue, yPred), logs)));
    return ignoreClass === null ? values : multiply(b, values, isOther(b, yTrue, ignoreClass));
  },
  mask: (b, yTrue, { ignoreClass }) => (ignoreClass === null ? null : isOther(b, yTrue, ignoreClass)),
});

/** 1 where the class number is not the ignored one. */
const isOther = (b: Builder, classes: ValueId, ignored: number): ValueId =>
  binary(b, 'ne', classes, constant(b, ignored, 'int32'));

/** 1 where the position along the last axis of `like` is the class number, else 0: int32 [B, ...] → float32 [B, ..., C]. */
export function oneHot(b: Builder, classes: ValueId, like: ValueId): ValueId {
  const positions = iota(b, b.shapeOf(like), lastAxis(b, like));
  return binaryOf(b, 'eq', positions, spreadLast(b, classes, like));
}
