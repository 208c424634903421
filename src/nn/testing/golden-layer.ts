import { expect } from 'vitest';
import { type GoldenArray, type GoldenLayer, loadGolden } from '../../../fixtures/golden/load.ts';
import type { NdArray } from '../../core/nd-array.ts';
import { resetNames } from '../names.ts';
import { worstDifference } from './compare.ts';
import { goldenModel } from './golden-model.ts';
import { type HostRun, type PreparedRun, prepareRun } from './run-model.ts';

/** A fixture as a graph with gradients, and the comparison of what a run of it gives with what Keras gave. */
export interface GoldenRun extends Omit<PreparedRun, 'finish'> {
  /** `tolerance` is relative to the largest expected magnitude. */
  check(outputs: Readonly<Record<string, NdArray>>, tolerance: number): void;
}

export function goldenRun(name: string): GoldenRun {
  resetNames();
  const golden = loadGolden<GoldenLayer>('layers', name);
  const { model, inputs, layer } = goldenModel(golden);
  expect(model.weights.map((w) => [...w.shape])).toEqual(golden.weights.map((w) => w.array.shape));
  model.setWeights(golden.weights.map((w) => w.array));
  const options = { training: golden.training, cotangents: golden.outputCotangents };
  const { graph, feeds, finish } = prepareRun(model, inputs, options);
  return { graph, feeds, check: (outputs, tolerance) => compare(finish(outputs), tolerance) };

  function compare(run: HostRun, tolerance: number): void {
    expectAll('output', run.outputs, golden.outputs, tolerance);
    const inputGradients = run.inputGradients.slice(0, golden.inputs.length);
    expectAll('gradient of input', inputGradients, golden.inputGradients, tolerance);
    const weightGradients = model.weights.map((w) => run.weightGradients.get(w));
    expectAll('gradient of weight', weightGradients, golden.weightGradients, tolerance);
    if (golden.weightsAfter === undefined) return;
    const after = layer.weights.map((w) => run.assigned.get(w) ?? { shape: w.shape, data: w.read() });
    expectAll('weight after', after, golden.weightsAfter, tolerance);
  }
}

function expectAll(
  what: string,
  actual: readonly (Pick<NdArray, 'data' | 'shape'> | undefined)[],
  expected: readonly (GoldenArray | null)[],
  tolerance: number,
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
    expect(worstDifference(found.data, golden.data), `${what} ${i}`).toBeLessThan(tolerance);
  });
}
