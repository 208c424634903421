import type { SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { reshape } from '../../graph/ops/reshape.ts';

/** What to do with a pair of shapes whose ranks differ by one. */
interface RankMatch {
  readonly x: SymbolicShape;
  readonly y: SymbolicShape;
}

/**
 * Keras's `squeeze_or_expand_to_same_rank`: where one shape has one more axis and that is of size 1, the other gains
 * it (if it has a single axis) or the first loses it. (B,) beside (B, 1) becomes (B, 1); (B, T, 1) beside (B, T) becomes
 * (B, T). Anything else stays.
 */
export function matchRanks(x: SymbolicShape, y: SymbolicShape, expandRank1 = true): RankMatch {
  if (x.length === y.length + 1 && x[x.length - 1] === 1) {
    return y.length === 1 && expandRank1 ? { x, y: [...y, 1] } : { x: x.slice(0, -1), y };
  }
  if (y.length === x.length + 1 && y[y.length - 1] === 1) {
    return x.length === 1 && expandRank1 ? { x: [...x, 1], y } : { x, y: y.slice(0, -1) };
  }
  return { x, y };
}

/** The same for two values of a graph. */
export function squeezeOrExpand(b: Builder, x: ValueId, y: ValueId): [ValueId, ValueId] {
  const matched = matchRanks(b.shapeOf(x), b.shapeOf(y));
  return [reshape(b, x, matched.x as number[]), reshape(b, y, matched.y as number[])];
}
