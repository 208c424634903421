import { describe, expect, it } from 'vitest';
import { type NdArray, ndArray } from '../../core/nd-array.ts';
import { Builder } from '../../graph/ir/builder.ts';
import { interpret } from '../../graph/ops/interpret.ts';
import { LossTracker } from './loss-tracker.ts';
import type { Metric } from './metric.ts';
import { metrics } from './table.ts';

function evaluate(metric: Metric, inputs: Record<string, NdArray>): number | number[] {
  const b = new Builder();
  const at = (name: string) => {
    const array = inputs[name];
    return array === undefined ? null : b.input('batch', name, array.dtype, array.shape);
  };
  const sums = metric.sums(b, {
    yTrue: at('yTrue')!,
    yPred: at('yPred')!,
    weight: at('weight'),
    mask: at('mask'),
  });
  b.output('sums', sums);
  return metric.result(Float64Array.from(interpret(b.build(), inputs).outputs.sums!.data));
}

const floats = (values: number[], shape: number[]) => ndArray(Float32Array.from(values), shape);

describe('means', () => {
  const yTrue = floats([0, 0, 0, 0], [2, 2, 1]);
  const yPred = floats([1, 2, 3, 4], [2, 2, 1]);

  it('leave masked entries out', () => {
    const mask = floats([1, 1, 1, 0], [2, 2]);
    expect(evaluate(metrics.meanAbsoluteError(), { yTrue, yPred, mask })).toBeCloseTo(2);
  });

  it('weigh by mask and sample together', () => {
    const mask = floats([1, 1, 1, 0], [2, 2]);
    const weight = floats([1, 3], [2]);
    const all = { yTrue, yPred, mask, weight };
    expect(evaluate(metrics.meanAbsoluteError(), all)).toBeCloseTo((1 + 2 + 3 * 3) / (1 + 1 + 3));
  });

  it('are zero over nothing', () =>
    expect(evaluate(metrics.meanAbsoluteError(), { yTrue, yPred, mask: floats([0, 0, 0, 0], [2, 2]) })).toBe(
      0,
    ));

  it('RMSE is the root of the mean of squares', () =>
    expect(evaluate(metrics.rootMeanSquaredError(), { yTrue, yPred })).toBeCloseTo(Math.sqrt(30 / 4)));
});

describe('classes', () => {
  it('a tie counts for the first class', () => {
    const yPred = floats([0.5, 0.5, 0.5, 0.5], [2, 2]);
    const yTrue = ndArray(Int32Array.of(0, 1), [2]);
    expect(evaluate(metrics.sparseCategoricalAccuracy(), { yTrue, yPred })).toBe(0.5);
  });

  it('sparse targets given to a categorical metric get an error', () =>
    expect(() =>
      evaluate(metrics.categoricalAccuracy(), {
        yTrue: ndArray(Int32Array.of(0, 1), [2]),
        yPred: floats([0.5, 0.5, 0.5, 0.5], [2, 2]),
      }),
    ).toThrow(/metric 'categorical_accuracy': targets must have the output's shape/));
});

describe('AUC', () => {
  const yTrue = floats([0, 0, 1, 1], [4, 1]);
  const yPred = floats([0, 0.5, 0.3, 0.9], [4, 1]);

  // Keras's documented example.
  it('agrees with the example of its documentation', () =>
    expect(evaluate(metrics.auc({ numThresholds: 3 }), { yTrue, yPred })).toBeCloseTo(0.75));

  it('takes thresholds of its own', () =>
    expect(evaluate(metrics.auc({ thresholds: [0.5] }), { yTrue, yPred })).toBeCloseTo(0.75));

  it('rejects one threshold', () =>
    expect(() => metrics.auc({ numThresholds: 1 })).toThrow(/numThresholds is an integer above 1/));
});

describe('confusion counts', () => {
  const yTrue = floats([0, 1, 1, 1], [4]);
  const yPred = floats([0.9, 0.9, 0.2, 0.8], [4, 1]);

  it.each([
    ['truePositives', 2],
    ['falsePositives', 1],
    ['falseNegatives', 1],
    ['trueNegatives', 0],
  ] as const)('%s', (name, count) => expect(evaluate(metrics[name](), { yTrue, yPred })).toBe(count));

  it('precision over nothing predicted is zero', () =>
    expect(evaluate(metrics.precision(), { yTrue, yPred: floats([0, 0, 0, 0], [4, 1]) })).toBe(0));
});

describe('F-scores', () => {
  it('need two axes', () =>
    expect(() =>
      evaluate(metrics.f1Score(), { yTrue: floats([1], [1, 1, 1]), yPred: floats([1], [1, 1, 1]) }),
    ).toThrow(/F-scores take outputs of shape \(batch, classes\)/));

  it('F-beta weighs recall', () => {
    const yTrue = floats([1, 0, 1, 0, 0, 1], [3, 2]);
    const yPred = floats([0.9, 0.1, 0.2, 0.8, 0.3, 0.7], [3, 2]);
    // Class 0: P 1, R 1/2. Class 1: P 1/2, R 1.
    const [first, second] = evaluate(metrics.fBetaScore({ beta: 2 }), { yTrue, yPred }) as number[];
    expect(first).toBeCloseTo((5 * 0.5) / (4 + 0.5), 5);
    expect(second).toBeCloseTo((5 * 0.5) / (2 + 1), 5);
  });
});

it('a loss tracker weighs batches by their size', () => {
  const tracker = new LossTracker();
  expect(tracker.result()).toBe(0);
  tracker.add(1, 3);
  tracker.add(5, 1);
  expect(tracker.result()).toBe(2);
  tracker.reset();
  expect(tracker.result()).toBe(0);
});
