import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromFunction } from '../core/nd-array.ts';
import { modelFromJSON } from './deserialize.ts';
import { anySteps, randomModel } from './testing/random-model.ts';
import { runModel } from './testing/run-model.ts';

const BATCH = 2;

test('random models run, have the shapes they promise, finite gradients, and survive JSON', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const m = randomModel(steps);
      m.initialize(1);
      const inputs = m.inputs.map((t) =>
        fromFunction([BATCH, ...(t.shape.slice(1) as number[])], (i) => Math.sin(i)),
      );
      const cotangents = m.outputs.map((t) =>
        fromFunction([BATCH, ...(t.shape.slice(1) as number[])], () => 1),
      );
      const run = runModel(m, inputs, { cotangents });
      expect(run.outputs.map((y) => y.shape.slice(1))).toEqual(m.outputs.map((t) => t.shape.slice(1)));
      for (const g of [...run.inputGradients, ...run.weightGradients.values()]) {
        expect(g.data.every(Number.isFinite)).toBe(true);
      }
      const copy = modelFromJSON(JSON.stringify(m));
      copy.setWeights(m.weights.map((w) => ({ data: w.read(), shape: w.shape })));
      expect(runModel(copy, inputs).outputs).toEqual(run.outputs);
    }),
    { numRuns: 60, seed: 1 },
  );
});
