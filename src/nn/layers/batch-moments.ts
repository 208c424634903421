import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, addScalar, divide, mulScalar, multiply, subtract } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { cast } from '../../graph/ops/cast.ts';
import { iota } from '../../graph/ops/iota.ts';
import { mean as meanOf, sum } from '../../graph/ops/reduce.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { unary } from '../../graph/ops/unary.ts';

export interface Moments {
  readonly mean: ValueId;
  readonly variance: ValueId;
}

/** Keras's epsilon, added to the number of unmasked elements. */
const COUNT_EPSILON = 1e-7;

/**
 * Mean and variance of x over all axes but `kept`, in two passes: variance = mean of (x − mean)². With a mask over all axes
 * but the last, only elements where it is 1 count.
 */
export function moments(b: Builder, x: ValueId, kept: readonly number[], mask: ValueId | undefined): Moments {
  const shape = b.shapeOf(x);
  const axes = shape.map((_, i) => i).filter((i) => !kept.includes(i));
  const spread = (v: ValueId) => broadcastInDim(b, v, shape, kept);
  if (mask === undefined || b.shapeOf(mask).length !== shape.length - 1) {
    const mean = meanOf(b, x, axes);
    return { mean, variance: meanOf(b, unary(b, 'square', subtract(b, x, spread(mean))), axes) };
  }
  const weights = broadcastInDim(
    b,
    mask,
    shape,
    shape.slice(0, -1).map((_, i) => i),
  );
  const count = addScalar(b, sum(b, weights, axes), COUNT_EPSILON);
  const mean = divide(b, sum(b, multiply(b, x, weights), axes), count);
  const difference = multiply(b, subtract(b, x, spread(mean)), weights);
  return { mean, variance: divide(b, sum(b, unary(b, 'square', difference), axes), count) };
}

/**
 * The same for a batch [B · T, ...] that holds T time steps of each sample: statistics [T, features] of each step. Gives x as
 * [B, T, ...] too, and the way back.
 */
export function momentsPerStep(
  b: Builder,
  x: ValueId,
  axis: number,
  steps: number,
  mask: ValueId | undefined,
): { spread: ValueId; batch: Moments; fold: (y: ValueId) => ValueId } {
  const shape = b.shapeOf(x);
  const split = (v: ValueId) => {
    const [rows, ...rest] = b.shapeOf(v);
    return reshape(b, v, [rows! / steps, steps, ...rest]);
  };
  const spread = split(x);
  const batch = moments(b, spread, [1, axis + 1], mask === undefined ? undefined : split(mask));
  return { spread, batch, fold: (y) => reshape(b, y, shape) };
}

/**
 * The moving average after the values of all steps, one after the other:
 *   m^T · moving + Σ_t (1 − m) · m^(T−1−t) · values[t]. moving [C], values [T, C] → [C].
 */
export function movingAverage(b: Builder, moving: ValueId, values: ValueId, momentum: number): ValueId {
  const shape = b.shapeOf(values);
  const steps = shape[0]!;
  const last = mulScalar(b, cast(b, iota(b, [steps], 0), 'float32'), -Math.log(momentum));
  const powers = unary(b, 'exp', addScalar(b, last, (steps - 1) * Math.log(momentum)));
  const weights = mulScalar(b, powers, 1 - momentum);
  const seen = sum(b, multiply(b, values, broadcastInDim(b, weights, shape, [0])), [0]);
  return add(b, mulScalar(b, moving, momentum ** steps), seen);
}
