import {
  aboveThresholds,
  type Cell,
  countCells,
  decisions,
  THRESHOLD_DEFAULTS,
  type ThresholdOptions,
  thresholdList,
} from './confusion.ts';
import { defineMetric, type MetricFactory } from './metric.ts';

interface ThresholdMetric {
  readonly name: string;
  readonly className: string;
  readonly direction: 'up' | 'down';
  /** The counts that it needs. */
  readonly cells: readonly Cell[];
  /** The value at one threshold from those counts. */
  value(...counts: number[]): number;
}

/** A metric of counts at thresholds (default 0.5): a number, or a list for several thresholds. */
export function defineThresholdMetric(row: ThresholdMetric): MetricFactory<ThresholdOptions> {
  const { name, className, direction, cells } = row;
  const countOf = (options: ThresholdOptions) => thresholdList(className, options).length;
  return defineMetric<ThresholdOptions>({
    name,
    className,
    direction,
    defaults: THRESHOLD_DEFAULTS,
    targets: 'same',
    check: (options) => void thresholdList(className, options),
    size: (options) => cells.length * countOf(options),
    build: (args, options) => {
      const elements = decisions(args, options);
      const positive = aboveThresholds(args.b, elements.score, thresholdList(className, options));
      return countCells(args.b, elements, positive, cells);
    },
    result: (sums, options) => {
      const count = countOf(options);
      const at = (t: number) => row.value(...cells.map((_, k) => sums[k * count + t]!));
      return count === 1 ? at(0) : Array.from({ length: count }, (_, t) => at(t));
    },
  });
}
