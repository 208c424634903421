import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { multiply, subtract } from '../../graph/ops/arithmetic.ts';
import { clipByGlobalNorm, clipByNorm, clipByValue, clipSegmentsByNorm, type Segment } from './clipping.ts';
import type { Optimizer, UpdateContext, UpdateResult } from './optimizer.ts';

export interface ApplyContext extends UpdateContext {
  /** Where the weights lie in the flat vector; needed for `clipnorm` only. Default: the tensor is one weight. */
  readonly segments?: readonly Segment[];
}

/**
 * One step of an optimizer on one tensor, usually the flat vector of all trainable weights: clip the gradient, shrink
 * the weights by weight decay, apply the rule. All elementwise but for the norms.
 */
export function applyOptimizer(optimizer: Optimizer, context: ApplyContext): UpdateResult {
  const { b, scalar } = context;
  const grad = clipGradient(optimizer, context);
  const param = optimizer.common.weightDecay === null ? context.param : decayed(b, context.param, scalar);
  return optimizer.update({ ...context, param, grad });
}

/** w − w · decay · learning rate, before the rule itself: decoupled decay, as in AdamW (Loshchilov & Hutter, 2019). */
function decayed(b: Builder, param: ValueId, scalar: UpdateContext['scalar']): ValueId {
  const shrink = multiply(b, multiply(b, param, scalar('weight_decay')), scalar('learning_rate'));
  return subtract(b, param, shrink);
}

function clipGradient(optimizer: Optimizer, { b, grad, scalar, segments }: ApplyContext): ValueId {
  const { clipnorm, clipvalue, globalClipnorm } = optimizer.common;
  if (clipvalue !== null) return clipByValue(b, grad, scalar('clipvalue'));
  if (globalClipnorm !== null) return clipByGlobalNorm(b, [grad], scalar('global_clipnorm'))[0]!;
  if (clipnorm === null) return grad;
  const limit = scalar('clipnorm');
  return segments === undefined ? clipByNorm(b, grad, limit) : clipSegmentsByNorm(b, grad, segments, limit);
}
