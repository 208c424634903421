import { normalizeAxis } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { divide, subtract } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { reduce } from '../../graph/ops/reduce.ts';
import { transpose } from '../../graph/ops/transpose.ts';
import { unary } from '../../graph/ops/unary.ts';

/** e^(xᵢ − max x) / Σⱼ e^(xⱼ − max x) along `axis` (default the last). Keras: `activations.softmax`. */
export function softmax(b: Builder, x: ValueId, axis = -1): ValueId {
  return alongLast(b, x, axis, (moved) => {
    const e = unary(b, 'exp', shifted(b, moved));
    return divide(b, e, perRow(b, reduce(b, 'sum', e, lastAxis(b, e)), e));
  });
}

/** (xᵢ − max x) − log Σⱼ e^(xⱼ − max x) along `axis` (default the last). Keras: `activations.log_softmax`. */
export function logSoftmax(b: Builder, x: ValueId, axis = -1): ValueId {
  return alongLast(b, x, axis, (moved) => {
    const z = shifted(b, moved);
    const total = reduce(b, 'sum', unary(b, 'exp', z), lastAxis(b, z));
    return subtract(b, z, perRow(b, unary(b, 'log', total), z));
  });
}

/** x − max x, the maximum held constant: it cancels in the derivative. */
function shifted(b: Builder, x: ValueId): ValueId {
  const top = unary(b, 'stop_gradient', reduce(b, 'max', x, lastAxis(b, x)));
  return subtract(b, x, perRow(b, top, x));
}

const lastAxis = (b: Builder, x: ValueId): number[] => [b.shapeOf(x).length - 1];

/** One number per row, spread over the rows of `like`. */
function perRow(b: Builder, value: ValueId, like: ValueId): ValueId {
  const shape = b.shapeOf(like);
  return broadcastInDim(
    b,
    value,
    shape,
    shape.slice(0, -1).map((_, i) => i),
  );
}

/** Runs `body` with `axis` moved to the end, and moves it back. */
function alongLast(b: Builder, x: ValueId, axis: number, body: (moved: ValueId) => ValueId): ValueId {
  const rank = b.shapeOf(x).length;
  const at = normalizeAxis(axis, rank, 'softmax');
  if (at === rank - 1) return body(x);
  const swap = Array.from({ length: rank }, (_, i) => (i === at ? rank - 1 : i === rank - 1 ? at : i));
  return transpose(b, body(transpose(b, x, swap)), swap);
}
