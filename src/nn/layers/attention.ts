import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { binary, maskNonZero, mulScalar, multiply } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim, broadcastTo } from '../../graph/ops/broadcast-in-dim.ts';
import { constant } from '../../graph/ops/constant.ts';
import { dot } from '../../graph/ops/dot.ts';
import { iota } from '../../graph/ops/iota.ts';
import { select } from '../../graph/ops/select.ts';
import { softmax } from '../activations/softmax.ts';
import type { ResolvedOptions } from '../call-arguments.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { keepMask } from './drop-values.ts';

interface Attention {
  /** [B, heads, T, size]. */
  readonly query: ValueId;
  /** [B, heads, S, size]. */
  readonly key: ValueId;
  readonly value: ValueId;
  /** [B, T, S], 0 where not to look. */
  readonly mask: ValueId | undefined;
  /** Rows that may look nowhere give 0 instead of the mean. */
  readonly zeroMasked: boolean;
  readonly dropout: number;
  readonly dropoutName: string;
}

/** softmax(q · kᵀ / √size) · v for every head. */
export function attend(ctx: CallContext, a: Attention): { output: ValueId; scores: ValueId } {
  const { b } = ctx;
  const size = b.shapeOf(a.query)[3]!;
  const logits = dot(b, mulScalar(b, a.query, 1 / Math.sqrt(size)), a.key, { transposeB: true });
  const scores = maskedSoftmax(b, logits, a.mask, a.zeroMasked);
  const active = ctx.training && a.dropout > 0;
  const kept = active
    ? multiply(b, scores, keepMask(ctx, a.dropoutName, a.dropout, b.shapeOf(scores)))
    : scores;
  return { output: dot(b, kept, a.value), scores };
}

/** Logits that nothing outweighs: Keras's for the two ways in which it computes attention. */
const HIDDEN = { zero: -1e9, mean: -0.7 * 3.4028234663852886e38 };

function maskedSoftmax(b: Builder, logits: ValueId, mask: ValueId | undefined, zeroMasked: boolean): ValueId {
  if (mask === undefined) return softmax(b, logits);
  const shape = b.shapeOf(logits);
  const visible = broadcastInDim(b, mask, shape, [0, 2, 3]);
  const hidden = broadcastTo(b, constant(b, zeroMasked ? HIDDEN.zero : HIDDEN.mean), shape);
  const scores = softmax(b, select(b, visible, logits, hidden));
  return zeroMasked ? maskNonZero(b, visible, scores) : scores;
}

/**
 * Where each target position may look, [B, T, S]: the product of the masks that come with query, value and key, of those given
 * in the call, and of the causal mask. Undefined where nothing is masked.
 */
export function attentionMask(
  b: Builder,
  call: { query: TensorVal; value: TensorVal; key: TensorVal | undefined; options: ResolvedOptions },
): ValueId | undefined {
  const { query, value, key, options } = call;
  const [batch, targets] = b.shapeOf(query.value);
  const shape = [batch!, targets!, b.shapeOf(value.value)[1]!];
  const given = (name: 'valueMask' | 'keyMask' | 'attentionMask') => options.tensors[name]?.[0]?.value;
  const parts: ValueId[] = [];
  const along = (mask: ValueId | undefined, dims: readonly number[]) => {
    if (mask !== undefined) parts.push(broadcastInDim(b, nonZero(b, mask), shape, dims));
  };
  along(query.mask, [0, 1]);
  along(given('valueMask') ?? value.mask, [0, 2]);
  along(given('keyMask') ?? key?.mask, [0, 2]);
  along(given('attentionMask'), [0, 1, 2]);
  if (options.useCausalMask) parts.push(causalMask(b, shape));
  return parts.length === 0 ? undefined : parts.reduce((x, y) => multiply(b, x, y));
}

/** 1 where the source is not later than the target. */
function causalMask(b: Builder, shape: readonly number[]): ValueId {
  return binary(b, 'ge', iota(b, shape, 1), iota(b, shape, 2));
}

function nonZero(b: Builder, mask: ValueId): ValueId {
  const { dtype } = b.typeOf(mask);
  return dtype === 'float32'
    ? mask
    : binary(b, 'ne', mask, constant(b, 0, dtype === 'uint32' ? dtype : 'int32'));
}
