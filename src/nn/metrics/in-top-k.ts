import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, binary, multiply } from '../../graph/ops/arithmetic.ts';
import { binaryOf } from '../../graph/ops/binary.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { constant } from '../../graph/ops/constant.ts';
import { iota } from '../../graph/ops/iota.ts';
import { spreadLast, sumLast } from '../losses/last-axis.ts';
import { oneHot } from '../losses/sparse-categorical-crossentropy.ts';

/** 1 where fewer than k outputs are larger than the target class's: int32 [B, ...], [B, ..., C] → float32 [B, ...]. */
export function inTopK(b: Builder, classes: ValueId, yPred: ValueId, k: number): ValueId {
  const own = sumLast(b, multiply(b, oneHot(b, classes, yPred), yPred));
  const larger = sumLast(b, binaryOf(b, 'gt', yPred, spreadLast(b, own, yPred)));
  return binary(b, 'lt', larger, constant(b, k));
}

/**
 * 1 for the k largest along the last axis, of equal values the earlier ones: x [..., C] → [..., C]. The rank of each is
 * counted against all others: C² comparisons a row.
 */
export function topKMask(b: Builder, x: ValueId, k: number): ValueId {
  const shape = b.shapeOf(x);
  const [last, pairs] = [shape.length - 1, [...shape, shape.at(-1)!]];
  const lead = shape.slice(0, -1).map((_, i) => i);
  const self = broadcastInDim(b, x, pairs, [...lead, last]);
  const other = broadcastInDim(b, x, pairs, [...lead, last + 1]);
  const earlier = binaryOf(b, 'lt', iota(b, pairs, last + 1), iota(b, pairs, last));
  const tied = multiply(b, binaryOf(b, 'eq', other, self), earlier);
  const rank = sumLast(b, add(b, binaryOf(b, 'gt', other, self), tied));
  return binary(b, 'lt', rank, constant(b, k));
}
