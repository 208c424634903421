import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { maximum } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim, broadcastTo } from '../../graph/ops/broadcast-in-dim.ts';
import { select } from '../../graph/ops/select.ts';
import type { TensorVal } from '../call-context.ts';

/** A mask [batch, time] spread over the features of x. */
export function spreadMask(b: Builder, mask: ValueId, x: ValueId): ValueId {
  const shape = b.shapeOf(x);
  return broadcastInDim(
    b,
    mask,
    shape,
    b.shapeOf(mask).map((_, i) => i),
  );
}

/**
 * Folds inputs with an operation that has no neutral element (maximum, minimum): where one side is masked, the other
 * counts alone, as in Keras.
 */
export function foldMasked(
  b: Builder,
  inputs: readonly TensorVal[],
  op: (b: Builder, x: ValueId, y: ValueId) => ValueId,
): ValueId {
  let { value: output, mask: outputMask } = inputs[0]!;
  for (const { value, mask } of inputs.slice(1)) {
    let x = value;
    if (mask !== undefined) x = chosen(b, mask, x, output);
    if (outputMask !== undefined) output = chosen(b, outputMask, output, x);
    outputMask = mask === undefined || outputMask === undefined ? undefined : maximum(b, outputMask, mask);
    output = op(b, output, x);
  }
  return output;
}

/** x where the mask is 1, else y. */
function chosen(b: Builder, mask: ValueId, x: ValueId, y: ValueId): ValueId {
  return select(b, spreadMask(b, mask, x), x, broadcastTo(b, y, b.shapeOf(x)));
}
