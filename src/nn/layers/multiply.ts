import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { maskNonZero, multiply as multiplyValues } from '../../graph/ops/arithmetic.ts';
import { broadcastTo } from '../../graph/ops/broadcast-in-dim.ts';
import { constant } from '../../graph/ops/constant.ts';
import { select } from '../../graph/ops/select.ts';
import type { TensorVal } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { spreadMask } from './masked-merge.ts';
import { anyMask, foldValues, Merge, mergeFunction } from './merge.ts';

/** Elementwise product of the inputs; masked steps count as 1, and as 0 where all are masked. Keras: `keras.layers.Multiply`. */
export class Multiply extends Merge {
  override get className(): string {
    return 'Multiply';
  }

  protected override merge(b: Builder, inputs: readonly TensorVal[]): TensorVal {
    const ones = inputs.map((x) => ({
      value: x.mask === undefined ? x.value : onesOutside(b, x.value, x.mask),
    }));
    const product = foldValues(b, ones, multiplyValues);
    const mask = anyMask(b, inputs);
    return { value: mask === undefined ? product : maskNonZero(b, spreadMask(b, mask, product), product) };
  }
}

/** x where the mask is 1, else 1. */
function onesOutside(b: Builder, x: ValueId, mask: ValueId): ValueId {
  return select(b, spreadMask(b, mask, x), x, broadcastTo(b, constant(b, 1), b.shapeOf(x)));
}

/** See `Multiply`: `multiply([a, b])`, or the layer by `multiply()`. */
export const multiply = mergeFunction((config: LayerConfig) => new Multiply(config));
