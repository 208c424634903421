import { configError } from '../../core/errors.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { binary, multiply, oneMinus } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim, broadcastTo } from '../../graph/ops/broadcast-in-dim.ts';
import { concatenate } from '../../graph/ops/concatenate.ts';
import { constant } from '../../graph/ops/constant.ts';
import { sum } from '../../graph/ops/reduce.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { select } from '../../graph/ops/select.ts';
import { sliceAxis } from '../../graph/ops/slice.ts';
import { transpose } from '../../graph/ops/transpose.ts';
import { spreadWeights } from '../losses/reduce-loss.ts';
import { topKMask } from './in-top-k.ts';
import type { MetricArgs } from './metric.ts';

/** Elements of a batch as yes-or-no decisions [L, N]: counted together (L = 1), or for each of L labels by itself. */
export interface Decisions {
  /** 1 where the target is not 0. */
  readonly label: ValueId;
  readonly score: ValueId;
  readonly weight: ValueId | null;
}

export interface DecisionOptions {
  /** Only the k largest outputs of a row count as positive. Default null: all above the threshold. */
  readonly topK: number | null;
  /** Only this class counts. Default null: all. */
  readonly classId: number | null;
}

// Keras's score of what is not among the top k.
const NEVER = -1e10;

export function decisions(args: MetricArgs, options: DecisionOptions, byLabel = false): Decisions {
  const { topK, classId } = options;
  const { b, yTrue, yPred, weight, where } = args;
  const filtered = topK === null ? yPred : keepTopK(b, yPred, topK);
  const pick = (x: ValueId) => (classId === null ? x : sliceAxis(b, x, b.shapeOf(x).length - 1, classId, 1));
  const [label, score] = [pick(yTrue), pick(filtered)];
  const shape = b.shapeOf(score);
  const flat = (x: ValueId) => (byLabel ? transpose(b, x, [1, 0]) : reshape(b, x, [1, sizeOf(shape)]));
  return {
    label: flat(binary(b, 'ne', label, constant(b, 0))),
    score: flat(score),
    weight: weight === null ? null : flat(spreadWeights(b, weight, shape, where)),
  };
}

function keepTopK(b: Builder, yPred: ValueId, k: number): ValueId {
  const never = broadcastTo(b, constant(b, NEVER), b.shapeOf(yPred));
  return select(b, topKMask(b, yPred, k), yPred, never);
}

/** [score > threshold] for each threshold: [L, N] → [T, L, N]. */
export function aboveThresholds(b: Builder, score: ValueId, thresholds: readonly number[]): ValueId {
  const limits = thresholds.map((t) => reshape(b, constant(b, t), [1]));
  return compareRows(b, 'gt', score, joined(b, limits));
}

/** Compares scores [L, N] with limits [T]: [T, L, N]. */
export function compareRows(b: Builder, name: 'gt' | 'ge', score: ValueId, limits: ValueId): ValueId {
  const shape = [...b.shapeOf(limits), ...b.shapeOf(score)];
  return binary(b, name, broadcastInDim(b, score, shape, [1, 2]), broadcastInDim(b, limits, shape, [0]));
}

// A kernel reads at most eight buffers with default limits.
const FAN_IN = 6;

function joined(b: Builder, parts: readonly ValueId[]): ValueId {
  if (parts.length <= FAN_IN) return concatenate(b, parts, 0);
  const groups: ValueId[] = [];
  for (let i = 0; i < parts.length; i += FAN_IN) groups.push(concatenate(b, parts.slice(i, i + FAN_IN), 0));
  return joined(b, groups);
}

/** A cell of the confusion matrix: true or false, positives or negatives. */
export type Cell = 'tp' | 'fp' | 'tn' | 'fn';

/** Weighted counts: k cells by T thresholds by L labels → [k · T · L], in one reduction over the last axis. */
export function countCells(b: Builder, d: Decisions, positive: ValueId, cells: readonly Cell[]): ValueId {
  const shape = b.shapeOf(positive);
  const spread = (x: ValueId) => broadcastInDim(b, x, shape, [1, 2]);
  const weighted = (x: ValueId) => (d.weight === null ? x : multiply(b, x, d.weight));
  const rows = cells.map((cell) => {
    const predicted = cell.endsWith('p') ? positive : oneMinus(b, positive);
    const isLabel = cell === 'tp' || cell === 'fn';
    return multiply(b, predicted, spread(weighted(isLabel ? d.label : oneMinus(b, d.label))));
  });
  const counts = sum(b, concatenate(b, rows, 0), [2]);
  return reshape(b, counts, [sizeOf(b.shapeOf(counts))]);
}

/** x / y, 0 where y = 0. */
export const ratio = (x: number, y: number): number => (y === 0 ? 0 : x / y);

/** Options of the metrics that count decisions at thresholds. */
export interface ThresholdOptions extends DecisionOptions {
  /** One or several, each from 0 to 1. Default null: 0.5, or none where topK is given. */
  readonly thresholds: number | readonly number[] | null;
}

export const THRESHOLD_DEFAULTS: ThresholdOptions = { thresholds: null, topK: null, classId: null };

/** The thresholds as a list, checked. */
export function thresholdList(where: string, { thresholds, topK }: ThresholdOptions): readonly number[] {
  if (thresholds === null) return [topK === null ? 0.5 : NEVER];
  const list = typeof thresholds === 'number' ? [thresholds] : thresholds;
  if (list.length > 0 && list.every((t) => t >= 0 && t <= 1)) return list;
  throw configError({ where, must: 'thresholds are numbers from 0 to 1', got: `[${list.join(', ')}]` });
}
