import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { subtract } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { mean, type ReduceName, reduce, sum } from '../../graph/ops/reduce.ts';
import { unary } from '../../graph/ops/unary.ts';

/** Number of the last axis of x. */
export const lastAxis = (b: Builder, x: ValueId): number => b.shapeOf(x).length - 1;

export const sumLast = (b: Builder, x: ValueId): ValueId => sum(b, x, [lastAxis(b, x)]);
export const meanLast = (b: Builder, x: ValueId): ValueId => mean(b, x, [lastAxis(b, x)]);
export const reduceLast = (b: Builder, name: ReduceName, x: ValueId): ValueId =>
  reduce(b, name, x, [lastAxis(b, x)]);

/** One value per row, repeated along the last axis of `like`. */
export function spreadLast(b: Builder, rows: ValueId, like: ValueId): ValueId {
  const shape = b.shapeOf(like);
  return broadcastInDim(
    b,
    rows,
    shape,
    shape.slice(0, -1).map((_, i) => i),
  );
}

/** log softmax(x) = x − max − log Σ exp(x − max) over the last axis; the shift carries no gradient. */
export function logSoftmax(b: Builder, x: ValueId): ValueId {
  const max = unary(b, 'stop_gradient', reduceLast(b, 'max', x));
  const shifted = subtract(b, x, spreadLast(b, max, x));
  const logSum = unary(b, 'log', sumLast(b, unary(b, 'exp', shifted)));
  return subtract(b, shifted, spreadLast(b, logSum, x));
}
