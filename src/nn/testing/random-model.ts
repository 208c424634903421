import fc from 'fast-check';
import { input } from '../input.ts';
import { layers } from '../layers/table.ts';
import { type AnyModel, model } from '../model.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';

/** One step of a random model: makes a new tensor from those there are. */
type Step = (have: readonly SymbolicTensor[], pick: number) => SymbolicTensor;

const last = (t: SymbolicTensor) => t.shape[t.rank - 1]!;
const at = (have: readonly SymbolicTensor[], pick: number) => have[pick % have.length]!;
const vector = (t: SymbolicTensor) => (t.rank === 2 ? t : layers.flatten()(t));
const sequence = (t: SymbolicTensor) =>
  t.rank === 3 ? t : layers.reshape({ targetShape: [-1, last(vector(t)) % 2 === 0 ? 2 : 1] })(vector(t));

const image = (t: SymbolicTensor) =>
  t.rank === 4 ? t : layers.reshape({ targetShape: [-1, 1, last(vector(t))] })(vector(t));

const ACTIVATIONS = ['softmax', 'sigmoid', 'gelu', 'softplus', 'silu'];

/** Rows that random models are made of. */
const STEPS: Readonly<Record<string, Step>> = {
  activation: (have, pick) =>
    layers.activation({ activation: ACTIVATIONS[pick % ACTIVATIONS.length]! })(at(have, pick)),
  batchNorm: (have, pick) => layers.batchNormalization()(at(have, pick)),
  conv2d: (have, pick) =>
    layers.conv2d({ filters: 3, kernelSize: 2 + (pick % 2), padding: 'same', strides: 1 + (pick % 2) })(
      image(at(have, pick)),
    ),
  dropout: (have, pick) => layers.dropout({ rate: 0.3 })(at(have, pick)),
  pool: (have, pick) => layers.averagePooling2d({ poolSize: 2, padding: 'same' })(image(at(have, pick))),
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

/** The model of random steps: three inputs, two outputs. */
export function randomModel(steps: readonly (readonly [string, number])[]): AnyModel {
  const inputs = [input({ shape: [4] }), input({ shape: [3, 2] }), input({ shape: [4, 3, 2] })];
  const have = [...inputs];
  for (const [name, pick] of steps) have.push(STEPS[name]!(have, pick));
  return model({ inputs, outputs: [have[have.length - 1]!, at(have, steps.length)] }) as unknown as AnyModel;
}

/** Steps for `randomModel`. */
export const anySteps = fc.array(fc.tuple(fc.constantFrom(...Object.keys(STEPS)), fc.nat(20)), {
  minLength: 1,
  maxLength: 8,
});
