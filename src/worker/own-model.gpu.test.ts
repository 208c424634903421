import { afterEach, expect, test } from 'vitest';
import { input } from '../nn/input.ts';
import { layers } from '../nn/layers/table.ts';
import { model } from '../nn/model.ts';
import { EngineHarness } from './testing/engine-harness.ts';

let engine: EngineHarness;

afterEach(() => engine.close());

/** A description of a small model of digits, as the code editor would send it. */
function description(size = 784): unknown {
  const x = input({ shape: [size], name: 'mine' });
  const y = layers.dense({ units: 10, activation: 'softmax', name: 'guess' })(x);
  const compile = {
    optimizer: { name: 'adam', config: { learningRate: 0.01 } },
    loss: 'sparse_categorical_crossentropy',
  };
  return {
    model: model({ inputs: x, outputs: y, name: 'own' }).toJSON(),
    compile: { ...compile, metrics: ['accuracy'] },
  };
}

test("trains a person's own model on the data of the preset, and says what is wrong with one", async () => {
  engine = new EngineHarness();
  engine.send({
    type: 'open',
    preset: 'mnist-mlp',
    size: 'quick',
    controls: {},
    seed: 7,
    tune: false,
    resume: false,
  });
  await engine.status('ready');
  engine.send({ type: 'open-model', model: description() });
  const opened = await engine.next('opened');
  expect(opened.model.parameters).toBe(7850);
  expect(opened.controls.find((c) => c.id === 'learningRate')?.value).toBe(0.01);
  await engine.status('ready');
  engine.send({ type: 'step', count: 30 });
  await engine.status('paused');
  expect(engine.column('loss').at(-1)).toBeLessThan(1.5);
  const wrong: [unknown, RegExp][] = [
    [null, /must have a 'model' and a 'compile'/],
    [{ model: { className: 'Functional', config: {} }, compile: { loss: 'mse' } }, /must make a model/],
    [{ model: { className: 'Nothing', config: {} }, compile: { loss: 'mse' } }, /className must be one of/],
    [{ ...(description() as object), compile: { loss: 'no_such_loss' } }, /loss/],
  ];
  for (const [given, message] of wrong) {
    engine.send({ type: 'open-model', model: given });
    expect((await engine.next('error')).error.message).toMatch(message);
  }
  engine.send({ type: 'step', count: 1 });
  await engine.status('paused');
  engine.send({ type: 'open-model', model: description(100) });
  expect((await engine.next('error')).error.message).toMatch(/input 'mine'/);
});
