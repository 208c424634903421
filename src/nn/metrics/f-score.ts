import { configError, shapeError } from '../../core/errors.ts';
import { formatShape, type Shape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { binary, multiply, oneMinus } from '../../graph/ops/arithmetic.ts';
import { concatenate } from '../../graph/ops/concatenate.ts';
import { constant } from '../../graph/ops/constant.ts';
import { sum } from '../../graph/ops/reduce.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { unary } from '../../graph/ops/unary.ts';
import { EPSILON } from '../losses/cross-entropy.ts';
import { reduceLast, spreadLast } from '../losses/last-axis.ts';
import { spreadWeights } from '../losses/reduce-loss.ts';
import { defineMetric, type MetricArgs } from './metric.ts';

export interface FScoreOptions {
  /** How the classes are averaged; null gives one score per class. */
  readonly average: 'micro' | 'macro' | 'weighted' | null;
  /** Above it an output is positive; null: the largest of each row is. */
  readonly threshold: number | null;
}

/**
 * F-score of outputs [B, C]: the harmonic mean of precision and recall, recall weighing β times as much.
 *
 * Defaults: average null (a list, one score per class), beta 1, threshold null (the largest output of a row is positive).
 * https://keras.io/api/metrics/classification_metrics/#fbetascore-class
 */
export const fBetaScore = defineMetric<FScoreOptions & { readonly beta: number }>({
  name: 'fbeta_score',
  className: 'FBetaScore',
  defaults: { average: null, beta: 1, threshold: null },
  targets: 'same',
  direction: 'up',
  check: (options) => checkFScore('FBetaScore', options),
  size: stateSize,
  build: counts,
  result: (sums, options) => score(sums, options, options.beta),
});

/**
 * F1: 2·P·R / (P + R), P precision and R recall, of outputs [B, C].
 *
 * Defaults: average null (a list, one score per class), threshold null (the largest output of a row is positive).
 * https://keras.io/api/metrics/classification_metrics/#f1score-class
 */
export const f1Score = defineMetric<FScoreOptions>({
  name: 'f1_score',
  className: 'F1Score',
  defaults: { average: null, threshold: null },
  targets: 'same',
  direction: 'up',
  check: (options) => checkFScore('F1Score', options),
  size: stateSize,
  build: counts,
  result: (sums, options) => score(sums, options, 1),
});

function stateSize({ average }: FScoreOptions, output: Shape): number {
  return average === 'micro' ? 3 : 3 * output.at(-1)!;
}

/** [TP.., FP.., FN..], one each per class, or one each in all for 'micro'. */
function counts({ b, yTrue, yPred, weight, where }: MetricArgs, options: FScoreOptions): ValueId {
  const shape = b.shapeOf(yPred);
  if (shape.length !== 2) {
    throw shapeError({
      where,
      must: 'F-scores take outputs of shape (batch, classes)',
      got: formatShape(shape),
    });
  }
  const positive = predicted(b, yPred, options.threshold);
  const weights = weight === null ? null : spreadWeights(b, weight, shape, where);
  const rows = [
    multiply(b, positive, yTrue),
    multiply(b, positive, oneMinus(b, yTrue)),
    multiply(b, oneMinus(b, positive), yTrue),
  ].map((x) => reshape(b, weights === null ? x : multiply(b, x, weights), [1, ...shape]));
  const stacked = concatenate(b, rows, 0);
  if (options.average === 'micro') return sum(b, reshape(b, stacked, [3, shape[0]! * shape[1]!]), [1]);
  return reshape(b, sum(b, stacked, [1]), [3 * shape[1]!]);
}

/** The largest output of a row (all of several equal ones) where it is not 0, or all above the threshold. */
function predicted(b: Builder, yPred: ValueId, threshold: number | null): ValueId {
  if (threshold !== null) return binary(b, 'gt', yPred, constant(b, threshold));
  const largest = spreadLast(b, reduceLast(b, 'max', yPred), yPred);
  const notZero = binary(b, 'gt', unary(b, 'abs', yPred), constant(b, 1e-9));
  return multiply(b, binary(b, 'ge', yPred, largest), notZero);
}

/** (1 + β²)·P·R / (β²·P + R) per class, P = TP / (TP + FP), R = TP / (TP + FN), each with ε = 1e-7 below the line. */
function score(sums: Float64Array, { average }: FScoreOptions, beta: number): number | number[] {
  const classes = sums.length / 3;
  const [tp, fp, fn] = [0, 1, 2].map((k) => sums.subarray(k * classes, (k + 1) * classes)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const scores = Array.from(tp, (t, c) => {
    const precision = t / (t + fp[c]! + EPSILON);
    const recall = t / (t + fn[c]! + EPSILON);
    return ((1 + beta * beta) * precision * recall) / (beta * beta * precision + recall + EPSILON);
  });
  if (average === null) return scores;
  // Each class's true count, or 1 each.
  const shares = scores.map((_, c) => (average === 'weighted' ? tp[c]! + fn[c]! : 1));
  const total = shares.reduce((x, y) => x + y, 0) + (average === 'weighted' ? EPSILON : 0);
  return scores.reduce((x, s, c) => x + s * (shares[c]! / total), 0);
}

function checkFScore(
  where: string,
  { average, threshold, beta = 1 }: FScoreOptions & { beta?: number },
): void {
  if (average !== null && !['micro', 'macro', 'weighted'].includes(average)) {
    throw configError({
      where,
      must: "average is null, 'micro', 'macro' or 'weighted'",
      got: `'${average}'`,
    });
  }
  if (threshold !== null && !(threshold > 0 && threshold <= 1)) {
    throw configError({ where, must: 'threshold is above 0 and at most 1', got: String(threshold) });
  }
  if (!(beta > 0)) throw configError({ where, must: 'beta is above 0', got: String(beta) });
}
