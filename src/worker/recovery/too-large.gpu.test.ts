import { afterEach, expect, test } from 'vitest';
import { input } from '../../nn/input.ts';
import { layers } from '../../nn/layers/table.ts';
import { model } from '../../nn/model.ts';
import { resetNames } from '../../nn/names.ts';
import type { SymbolicTensor } from '../../nn/symbolic-tensor.ts';
import type { Command } from '../protocol.ts';
import { EngineHarness } from '../testing/engine-harness.ts';

const OPEN: Command = {
  type: 'open',
  preset: 'mnist-mlp',
  size: 'quick',
  controls: {},
  seed: 1,
  tune: false,
  resume: false,
};
let engine: EngineHarness;

afterEach(() => engine.close());

/** The description of a model of digits with a layer in the midst. */
function description(through: (x: SymbolicTensor) => SymbolicTensor) {
  resetNames();
  const x = input({ shape: [784], name: 'pixels' });
  const y = layers.dense({ units: 10, activation: 'softmax', name: 'digit' })(through(x));
  return {
    model: model({ inputs: x, outputs: y }).toJSON(),
    compile: { loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] },
  };
}

const square = (x: SymbolicTensor) => layers.reshape({ targetShape: [28, 28, 1] })(x);
const HUGE = [2 ** 20, 2 ** 31, 2 ** 53];
const KINDS: readonly (readonly [string, (n: number) => (x: SymbolicTensor) => SymbolicTensor])[] = [
  ['dense', (n) => (x) => layers.dense({ units: n })(x)],
  ['conv', (n) => (x) => layers.flatten()(layers.conv2d({ filters: n, kernelSize: 3 })(square(x)))],
  ['padding', (n) => (x) => layers.flatten()(layers.zeroPadding2d({ padding: n })(square(x)))],
  ['upsampling', (n) => (x) => layers.flatten()(layers.upSampling2d({ size: n })(square(x)))],
  ['repeat', (n) => (x) => layers.flatten()(layers.repeatVector({ n })(x))],
  ['lstm', (n) => (x) => layers.lstm({ units: n })(layers.reshape({ targetShape: [28, 28] })(x))],
];

test('models beyond all limits are refused with the reason, and the engine goes on', async () => {
  engine = new EngineHarness();
  engine.send(OPEN);
  await engine.status('ready');
  for (const [name, through] of KINDS)
    for (const n of HUGE) {
      engine.forget();
      engine.send({ type: 'open-model', model: description(through(n)) });
      const { error } = await engine.next('error');
      expect(error.kind, `${name} ${n}: ${error.message}`).not.toBe('internal');
      expect(error.message).toMatch(/workgroups|must fit|less than 4,294,967,296 elements/);
    }
  engine.forget();
  engine.send(OPEN);
  await engine.status('ready');
  engine.send({ type: 'step', count: 2 });
  await engine.status('paused');
}, 120_000);
