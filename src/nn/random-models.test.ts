import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromFunction } from '../core/nd-array.ts';
import { modelFromJSON } from './deserialize.ts';
import { input } from './input.ts';
import { layers } from './layers/table.ts';
import { type AnyModel, model } from './model.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';
import { runModel } from './testing/run-model.ts';

const BATCH = 2;

/** One step of a random model: makes a new tensor from those there are. */
type Step = (have: readonly SymbolicTensor[], pick: number) => SymbolicTensor;

const last = (t: SymbolicTensor) => t.shape[t.rank - 1]!;
const at = (have: readonly SymbolicTensor[], pick: number) => have[pick % have.length]!;
const vector = (t: SymbolicTensor) => (t.rank === 2 ? t : layers.flatten()(t));
const sequence = (t: SymbolicTensor) =>
  t.rank === 3 ? t : layers.reshape({ targetShape: [-1, last(vector(t)) % 2 === 0 ? 2 : 1] })(vector(t));

const STEPS: Readonly<Record<string, Step>> = {
  dense: (have, pick) => layers.dense({ units: 1 + (pick % 4), activation: 'tanh' })(at(have, pick)),
  shared: (have, pick) => {
    const layer = layers.dense({ units: 3 });
    const x = at(have, pick);
    return layers.add([layer(x), layers.multiply([layer(x), layer(x)])]);
  },
  merge: (have, pick) => layers.concatenate([vector(at(have, pick)), vector(at(have, pick + 1))]),
  sequence: (have, pick) => sequence(at(have, pick)),
  lstm: (have, pick) => layers.lstm({ units: 2, returnSequences: pick % 2 === 0 })(sequence(at(have, pick))),
  gru: (have, pick) => layers.gru({ units: 2, goBackwards: pick % 2 === 0 })(sequence(at(have, pick))),
  conv: (have, pick) =>
    layers.conv1d({ filters: 2, kernelSize: 2, padding: 'causal' })(sequence(at(have, pick))),
  norm: (have, pick) => layers.layerNormalization()(at(have, pick)),
  timed: (have, pick) =>
    layers.timeDistributed({ layer: layers.dense({ units: 2 }) })(sequence(at(have, pick))),
  nested: (have, pick) => {
    const x = at(have, pick);
    const inside = input({ shape: x.shape.slice(1) as number[] });
    return model({ inputs: inside, outputs: layers.dense({ units: 2 })(inside) })(x);
  },
};

function build(steps: readonly (readonly [string, number])[]): AnyModel {
  const inputs = [input({ shape: [4] }), input({ shape: [3, 2] })];
  const have = [...inputs];
  for (const [name, pick] of steps) have.push(STEPS[name]!(have, pick));
  return model({ inputs, outputs: [have[have.length - 1]!, at(have, steps.length)] }) as unknown as AnyModel;
}

const anySteps = fc.array(fc.tuple(fc.constantFrom(...Object.keys(STEPS)), fc.nat(20)), {
  minLength: 1,
  maxLength: 8,
});

test('random models run, have the shapes they promise, finite gradients, and survive JSON', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const m = build(steps);
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
