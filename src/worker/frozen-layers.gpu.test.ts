import { afterEach, expect, test } from 'vitest';
import { EngineHarness } from './testing/engine-harness.ts';

let engine: EngineHarness;

afterEach(() => engine.close());

/** Weights of pixels, or units, in the middle: those of the border are never lit. */
const kernelOf = async (node: string): Promise<number[]> => {
  engine.send({ type: 'inspect', request: 1, node, sample: 0 });
  const { info } = await engine.next('inspect');
  return middle(info!.weights[0]!.tensor.data);
};

const middle = (data: ArrayLike<number>): number[] => {
  const from = Math.floor(data.length / 2);
  return Array.from({ length: 200 }, (_, i) => data[from + i]!);
};

test('a layer that is frozen keeps its weights while the others train, and goes on when it is thawed', async () => {
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
  const steps = async () => {
    engine.send({ type: 'step', count: 5 });
    await engine.status('paused');
  };
  await steps();
  const [trained, other] = [await kernelOf('hidden_1'), await kernelOf('hidden_2')];
  engine.send({ type: 'set', id: 'trainable/hidden_1', value: false });
  const { model, controls } = await engine.next('opened');
  expect(model.nodes.find(({ id }) => id === 'hidden_1')!.trainable).toBe(false);
  expect(controls.find(({ id }) => id === 'trainable/hidden_1')).toMatchObject({
    value: false,
    takes: 'plan',
  });
  await engine.status('paused');
  expect(await kernelOf('hidden_2')).toEqual(other);
  await steps();
  expect(await kernelOf('hidden_1')).toEqual(trained);
  expect(await kernelOf('hidden_2')).not.toEqual(other);
  engine.send({ type: 'set', id: 'trainable/hidden_1', value: true });
  await engine.next('opened');
  await engine.status('paused');
  expect(await kernelOf('hidden_1')).toEqual(trained);
  await steps();
  expect(await kernelOf('hidden_1')).not.toEqual(trained);
});

test('a model of which nothing would train is refused, and the run goes on as it was', async () => {
  engine = new EngineHarness();
  const controls = { 'trainable/hidden_1': false, 'trainable/hidden_2': false };
  engine.send({
    type: 'open',
    preset: 'mnist-mlp',
    size: 'quick',
    controls,
    seed: 7,
    tune: false,
    resume: false,
  });
  await engine.status('ready');
  engine.send({ type: 'set', id: 'trainable/digit', value: false });
  expect((await engine.next('error')).error.message).toContain('at least one layer must train');
  engine.send({ type: 'step', count: 1 });
  await engine.status('paused');
});
