import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, divide, maximum, minimum, multiply } from '../../graph/ops/arithmetic.ts';
import { pack } from '../../graph/ops/pack.ts';
import { sum } from '../../graph/ops/reduce.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { sliceAxis } from '../../graph/ops/slice.ts';
import { unary } from '../../graph/ops/unary.ts';

/** Where one weight lies in the flat vector of all of them. */
export interface Segment {
  readonly offset: number;
  readonly length: number;
}

/** Each element limited to [−limit, limit]. */
export function clipByValue(b: Builder, grad: ValueId, limit: ValueId): ValueId {
  return minimum(b, maximum(b, grad, unary(b, 'neg', limit)), limit);
}

/** g · c / max(‖g‖, c): the norm is at most c, the direction stays. Keras's `clipnorm` for one weight. */
export function clipByNorm(b: Builder, grad: ValueId, limit: ValueId): ValueId {
  const norm = unary(b, 'sqrt', sumOfSquares(b, grad));
  return divide(b, multiply(b, grad, limit), maximum(b, norm, limit));
}

/** Each segment of a flat vector clipped by its own norm; zeros between the segments. */
export function clipSegmentsByNorm(
  b: Builder,
  grad: ValueId,
  segments: readonly Segment[],
  limit: ValueId,
): ValueId {
  const parts = segments.map(({ offset, length }) =>
    clipByNorm(b, sliceAxis(b, grad, 0, offset, length), limit),
  );
  return pack(
    b,
    parts,
    segments.map(({ offset }) => offset),
    b.shapeOf(grad)[0]!,
  );
}

/** g · c · min(1 / n, 1 / c) with n = √Σ‖g‖² over all gradients: Keras's `global_clipnorm`. */
export function clipByGlobalNorm(b: Builder, grads: readonly ValueId[], limit: ValueId): ValueId[] {
  const squares = grads.map((g) => sumOfSquares(b, g)).reduce((x, y) => add(b, x, y));
  // c · min(1/n, 1/c) = c / max(n, c), which does not divide by a norm of zero.
  const scale = divide(b, limit, maximum(b, unary(b, 'sqrt', squares), limit));
  return grads.map((g) => multiply(b, g, scale));
}

const ROW = 1024;

/** Σ x² as a scalar. A long vector is folded in rows first: one workgroup would walk through it alone. */
export function sumOfSquares(b: Builder, x: ValueId): ValueId {
  const size = b.shapeOf(x).reduce((n, d) => n * d, 1);
  const flat = unary(b, 'square', reshape(b, x, [size]));
  const rows = Math.floor(size / ROW);
  if (rows < 4) return sum(b, flat);
  const body = sum(b, reshape(b, sliceAxis(b, flat, 0, 0, rows * ROW), [rows, ROW]), [1]);
  const total = sum(b, body);
  const rest = size - rows * ROW;
  return rest === 0 ? total : add(b, total, sum(b, sliceAxis(b, flat, 0, rows * ROW, rest)));
}
