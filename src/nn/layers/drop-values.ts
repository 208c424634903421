import type { Shape } from '../../core/shape.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { binary, divide, maximum, multiply, oneMinus } from '../../graph/ops/arithmetic.ts';
import { constant } from '../../graph/ops/constant.ts';
import { randomUniform } from '../../graph/ops/random.ts';
import type { CallContext } from '../call-context.ts';

/**
 * x · m / (1 − rate), where m of shape `noise` (broadcast to x) is 1 with probability 1 − rate, else 0. The rate is
 * per-step data under the name `<layer>/rate`.
 */
export function dropValues(ctx: CallContext, x: ValueId, layer: string, rate: number, noise: Shape): ValueId {
  return multiply(ctx.b, x, keepMask(ctx, `${layer}/rate`, rate, noise));
}

/** m / (1 − rate): 0 with probability `rate`, else 1 / (1 − rate). */
export function keepMask(ctx: CallContext, scalarName: string, rate: number, shape: Shape): ValueId {
  const { b } = ctx;
  const r = ctx.scalar(scalarName, rate);
  const draws = randomUniform(b, ctx.seed, shape, ctx.nextStream());
  // At rate 1 nothing is kept: 0 / tiny, not 0 / 0.
  const kept = maximum(b, oneMinus(b, r), constant(b, 1e-7));
  return divide(b, binary(b, 'ge', draws, r), kept);
}
