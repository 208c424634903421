import { sizeOf } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { multiply } from '../../graph/ops/arithmetic.ts';
import { broadcastTo } from '../../graph/ops/broadcast-in-dim.ts';
import { constant } from '../../graph/ops/constant.ts';
import { mean, sum } from '../../graph/ops/reduce.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { stack } from '../../graph/ops/stack.ts';
import { matchRanks } from '../losses/match-ranks.ts';
import { combineWeights, spreadWeights } from '../losses/reduce-loss.ts';
import { defineMetric, type MetricArgs, type MetricDef, type MetricFactory } from './metric.ts';

/** A metric that is the weighted mean of values per sample: only the values differ from one to the next. */
export interface MeanMetricDef<O extends object> extends Omit<MetricDef<O>, 'size' | 'build' | 'result'> {
  /** Values [B, ...] from y [B, ..., C]. */
  values(b: Builder, yTrue: ValueId, yPred: ValueId, options: O): ValueId;
}

/** Keras's MeanMetricWrapper: Σ w·v / Σ w over all batches; state [Σ w·v, Σ w]. */
export function defineMeanMetric<O extends object>(def: MeanMetricDef<O>): MetricFactory<O> {
  return defineMetric<O>({
    ...def,
    size: () => 2,
    build: (args, options) => meanSums(args, def.values(args.b, args.yTrue, args.yPred, options)),
    result: (sums) => meanResult(sums),
  });
}

/** total / count, 0 where nothing was counted. */
export const meanResult = (sums: Float64Array): number => (sums[1] === 0 ? 0 : sums[0]! / sums[1]!);

/** [Σ w·v, Σ w] of one batch. A weight of fewer axes than the values weighs the mean over the axes it lacks. */
export function meanSums({ b, weight, mask, where }: MetricArgs, values: ValueId): ValueId {
  const weights = combineWeights(b, weight, mask, where);
  if (weights === null) return sumRows(b, [values, ones(b, values)]);
  const rank = matchRanks(b.shapeOf(weights), b.shapeOf(values), false).x.length;
  const inner = b.shapeOf(values).flatMap((_, axis) => (axis >= rank ? [axis] : []));
  const means = inner.length === 0 ? values : mean(b, values, inner);
  const spread = spreadWeights(b, weights, b.shapeOf(means), where);
  return sumRows(b, [multiply(b, means, spread), spread]);
}

const ones = (b: Builder, like: ValueId): ValueId => broadcastTo(b, constant(b, 1), b.shapeOf(like));

/** The sums of k tensors as one vector [k]. */
export function sumRows(b: Builder, rows: readonly ValueId[]): ValueId {
  return stack(
    b,
    rows.map((row) => sum(b, reshape(b, row, [sizeOf(b.shapeOf(row))]))),
  );
}
