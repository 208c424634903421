import { shapeError } from '../../core/errors.ts';
import { formatShape, type Shape, sizeOf } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, divide, maskNonZero, mulScalar, multiply } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { cast } from '../../graph/ops/cast.ts';
import { constant } from '../../graph/ops/constant.ts';
import { sum } from '../../graph/ops/reduce.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { unary } from '../../graph/ops/unary.ts';
import type { Loss } from './loss.ts';
import { matchRanks } from './match-ranks.ts';

/** What a loss is computed from. Weights and masks are [B], or of the shape of the values per sample. */
export interface LossInputs {
  readonly yTrue: ValueId;
  readonly yPred: ValueId;
  /** Sample weights (times class weights); null: all one. */
  readonly weight?: ValueId | null;
  /** The mask that the output carries, 0 or 1. */
  readonly mask?: ValueId | null;
  /** The output's name, for error messages. */
  readonly output?: string;
}

/**
 * The loss of a batch as a scalar (with reduction `none` the weighted values): Σ valueᵢ·weightᵢ / n with n the number of values (not of the weights' sum), as Keras's
 * `sum_over_batch_size`. With a mask, n is the number of valid values: Σ valueᵢ·weightᵢ·maskᵢ / Σ maskᵢ.
 */
export function lossValue(b: Builder, loss: Loss, inputs: LossInputs): ValueId {
  const { yTrue, yPred, weight = null, mask = null, output } = inputs;
  const where = `loss '${loss.name}'${output === undefined ? '' : ` of output '${output}'`}`;
  const values = loss.perSample(b, yTrue, yPred, where);
  const counted = combineWeights(b, mask, loss.targetMask(b, yTrue, yPred, where), where);
  const divides = loss.reduction === 'sum_over_batch_size' || loss.reduction === 'mean';
  const valid = counted === null ? null : divides ? maskWeights(b, counted) : cast(b, counted, 'float32');
  const weights = combineWeights(b, weight, valid, where);
  const weighted = weights === null ? values : weightValues(b, values, weights, where);
  return divideLoss(b, loss, weighted, weights);
}

function divideLoss(b: Builder, { reduction }: Loss, values: ValueId, weights: ValueId | null): ValueId {
  if (reduction === 'none') return values;
  const total = sum(b, values);
  if (reduction === 'sum') return total;
  if (reduction === 'mean_with_sample_weight' && weights !== null)
    return divideNoNan(b, total, sum(b, weights));
  return mulScalar(b, total, 1 / sizeOf(b.shapeOf(values)));
}

/** Valid entries weigh total / valid, so that the mean over all entries is the mean over the valid ones. */
function maskWeights(b: Builder, mask: ValueId): ValueId {
  const floats = cast(b, mask, 'float32');
  const total = constant(b, sizeOf(b.shapeOf(mask)));
  return multiply(b, floats, divideNoNan(b, total, sum(b, floats)));
}

/** x / y for scalars, 0 where y = 0. */
export function divideNoNan(b: Builder, x: ValueId, y: ValueId): ValueId {
  const safe = add(b, y, unary(b, 'is_zero', y));
  return maskNonZero(b, y, divide(b, x, safe));
}

/** The product of two sets of weights, either of which may be missing; trailing axes of the longer one repeat the shorter. */
export function combineWeights(
  b: Builder,
  x: ValueId | null,
  y: ValueId | null,
  where: string,
): ValueId | null {
  if (x === null || y === null) return x ?? y;
  const longer = b.shapeOf(x).length >= b.shapeOf(y).length ? [x, y] : [y, x];
  return weightValues(b, longer[0]!, longer[1]!, where);
}

/** values · weights, the weights aligned at the first axis: [B] weighs every value of its sample. */
export function weightValues(b: Builder, values: ValueId, weights: ValueId, where: string): ValueId {
  const shape = b.shapeOf(values);
  return multiply(b, values, spreadWeights(b, weights, shape, where));
}

/** Weights of shape [B, ...] repeated over the trailing axes of `shape`. A trailing axis of size 1 more or less is dropped. */
export function spreadWeights(b: Builder, weights: ValueId, shape: Shape, where: string): ValueId {
  const own = b.shapeOf(weights);
  const fitted = own.length > shape.length ? (matchRanks(own, shape, false).x as Shape) : own;
  const fits = fitted.length <= shape.length && fitted.every((d, i) => d === 1 || d === shape[i]);
  if (!fits) {
    const must = `sample weights must be one per sample (${shape[0]},) or have the shape of the losses ${formatShape(shape)}`;
    throw shapeError({ where, must, got: formatShape(own) });
  }
  const floats = cast(b, reshape(b, weights, fitted), 'float32');
  return fitted.length === shape.length && fitted.every((d, i) => d === shape[i])
    ? floats
    : broadcastInDim(
        b,
        floats,
        shape,
        fitted.map((_, i) => i),
      );
}
