import { describe, expect, test } from 'vitest';
import {
  type GoldenArray,
  type GoldenLayer,
  goldenNames,
  loadGolden,
} from '../../../fixtures/golden/load.ts';
import type { NdArray } from '../../core/nd-array.ts';
import { resetNames } from '../names.ts';
import { worstDifference } from '../testing/compare.ts';
import { goldenModel } from '../testing/golden-model.ts';
import { runModel } from '../testing/run-model.ts';

/** Relative to the largest expected magnitude. */
const TOLERANCE = 1e-4;

describe.each(goldenNames('layers'))('%s', (name) => {
  test('agrees with Keras', () => {
    resetNames();
    const golden = loadGolden<GoldenLayer>('layers', name);
    const { model, inputs, layer } = goldenModel(golden);
    expect(model.weights.map((w) => [...w.shape])).toEqual(golden.weights.map((w) => w.array.shape));
    model.setWeights(golden.weights.map((w) => w.array));
    const run = runModel(model, inputs, { training: golden.training, cotangents: golden.outputCotangents });
    expectAll('output', run.outputs, golden.outputs);
    expectAll('gradient of input', run.inputGradients.slice(0, golden.inputs.length), golden.inputGradients);
    const gradients = model.weights.map((w) => run.weightGradients.get(w));
    expectAll('gradient of weight', gradients, golden.weightGradients);
    if (golden.weightsAfter === undefined) return;
    const after = layer.weights.map((w) => run.assigned.get(w) ?? { ...w, data: w.read() });
    expectAll('weight after', after, golden.weightsAfter);
  });
});

function expectAll(
  what: string,
  actual: readonly (Pick<NdArray, 'data' | 'shape'> | undefined)[],
  expected: readonly (GoldenArray | null)[],
): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((golden, i) => {
    if (golden === null) return;
    const found = actual[i];
    if (found === undefined) {
      // A weight that the run did not read has no gradient: Keras says zero.
      expect(
        golden.data.every((v) => v === 0),
        `${what} ${i} was not computed`,
      ).toBe(true);
      return;
    }
    expect([...found.shape], `shape of ${what} ${i}`).toEqual(golden.shape);
    expect(worstDifference(found.data, golden.data), `${what} ${i}`).toBeLessThan(TOLERANCE);
  });
}
