import { configError, shapeError } from '../../core/errors.ts';
import { formatShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { addScalar, clip, maximum, mulScalar } from '../../graph/ops/arithmetic.ts';
import { cast } from '../../graph/ops/cast.ts';
import { constant } from '../../graph/ops/constant.ts';
import { iota } from '../../graph/ops/iota.ts';
import { unary } from '../../graph/ops/unary.ts';
import { EPSILON } from '../losses/cross-entropy.ts';
import {
  type AucCurve,
  type AucSummation,
  areaUnder,
  CURVES,
  interpolatedPrArea,
  SUMMATIONS,
} from './auc-area.ts';
import { aboveThresholds, compareRows, countCells, decisions } from './confusion.ts';
import { defineMetric, type MetricArgs } from './metric.ts';

export interface AucOptions {
  readonly numThresholds: number;
  readonly curve: AucCurve;
  readonly summationMethod: AucSummation;
  /** Thresholds of your own between 0 and 1 instead of evenly spaced ones. */
  readonly thresholds: readonly number[] | null;
  /** Outputs are logits: σ is applied first. */
  readonly fromLogits: boolean;
  /** Outputs [B, L] are L labels: the mean of the areas of each. */
  readonly multiLabel: boolean;
}

/**
 * Area under the ROC or the precision–recall curve, approximated at thresholds. Outputs are limited to [0, 1].
 *
 * Defaults: numThresholds 200 evenly spaced, curve 'ROC', summationMethod 'interpolation', multiLabel false. State: true and false
 * positives at each threshold; at the lowest threshold all is positive, so these two are the totals.
 * Davis & Goadrich, The Relationship Between Precision-Recall and ROC Curves (2006);
 * https://keras.io/api/metrics/classification_metrics/#auc-class
 */
export const auc = defineMetric<AucOptions>({
  name: 'auc',
  className: 'AUC',
  aliases: ['AUC'],
  defaults: {
    numThresholds: 200,
    curve: 'ROC',
    summationMethod: 'interpolation',
    thresholds: null,
    fromLogits: false,
    multiLabel: false,
  },
  targets: 'same',
  direction: 'up',
  check: checkAuc,
  size: (options, output) => 2 * thresholdCount(options) * (options.multiLabel ? output.at(-1)! : 1),
  build: (args, options) => {
    const { b, yPred } = args;
    const probability = clip(b, options.fromLogits ? unary(b, 'logistic', yPred) : yPred, 0, 1);
    if (options.multiLabel) checkLabels(args);
    const all = { topK: null, classId: null };
    const elements = decisions({ ...args, yPred: probability }, all, options.multiLabel);
    return countCells(b, elements, positives(b, elements.score, options), ['tp', 'fp']);
  },
  result: (sums, options) => {
    const half = sums.length / 2;
    const labels = half / thresholdCount(options);
    const column = (start: number, label: number) =>
      sums.subarray(start, start + half).filter((_, i) => i % labels === label);
    const areas = Array.from({ length: labels }, (_, l) => areaOf(options, column(0, l), column(half, l)));
    return areas.reduce((x, y) => x + y, 0) / labels;
  },
});

function areaOf({ curve, summationMethod }: AucOptions, tp: Float64Array, fp: Float64Array): number {
  if (curve === 'PR' && summationMethod === 'interpolation') return interpolatedPrArea(tp, fp);
  return areaUnder(curve, summationMethod, tp, fp);
}

function checkLabels({ b, yPred, where }: MetricArgs): void {
  const shape = b.shapeOf(yPred);
  if (shape.length === 2) return;
  throw shapeError({
    where,
    must: 'multiLabel takes outputs of shape (batch, labels)',
    got: formatShape(shape),
  });
}

function thresholdCount({ numThresholds, thresholds }: AucOptions): number {
  return thresholds === null ? numThresholds : thresholds.length + 2;
}

function checkAuc({ numThresholds, curve, summationMethod }: AucOptions): void {
  if (!Number.isInteger(numThresholds) || numThresholds < 2) {
    throw configError({
      where: 'AUC',
      must: 'numThresholds is an integer above 1',
      got: String(numThresholds),
    });
  }
  if (!CURVES.includes(curve)) {
    throw configError({ where: 'AUC', must: `curve is one of ${CURVES.join(', ')}`, got: `'${curve}'` });
  }
  if (!SUMMATIONS.includes(summationMethod)) {
    const must = `summationMethod is one of ${SUMMATIONS.join(', ')}`;
    throw configError({ where: 'AUC', must, got: `'${summationMethod}'` });
  }
}

/** Which scores count as positive at which threshold: [L, N] → [T, L, N]. */
function positives(b: Builder, score: ValueId, options: AucOptions): ValueId {
  const { thresholds } = options;
  if (thresholds === null) return abovePlaces(b, score, thresholdCount(options));
  const inner = [...thresholds].sort((x, y) => x - y);
  return aboveThresholds(b, score, [-EPSILON, ...inner, 1 + EPSILON]);
}

/** Evenly spaced thresholds: score s lies in bucket max(⌈s·(T − 1)⌉ − 1, 0) and above all thresholds up to it. */
function abovePlaces(b: Builder, score: ValueId, count: number): ValueId {
  const scaled = mulScalar(b, score, count - 1);
  const ceiling = unary(b, 'neg', unary(b, 'floor', unary(b, 'neg', scaled)));
  const bucket = maximum(b, addScalar(b, ceiling, -1), constant(b, 0));
  return compareRows(b, 'ge', bucket, cast(b, iota(b, [count], 0), 'float32'));
}
