import { afterEach, expect, test } from 'vitest';
import type { Command } from './protocol.ts';
import { MemoryFolder } from './storage/memory-folder.ts';
import { EngineHarness } from './testing/engine-harness.ts';

let engine: EngineHarness;

afterEach(() => engine.close());

const open = (preset: string, controls = {}): Command => ({
  type: 'open',
  preset,
  size: 'quick',
  controls,
  seed: 7,
  tune: false,
  resume: false,
});

test('rows of digits begin with the weights that the MLP has trained, and keep their own for the rest', async () => {
  const storage = { folder: Promise.resolve(new MemoryFolder()), quota: Promise.resolve(1e8) };
  engine = new EngineHarness({ storage });
  engine.send(open('mnist-mlp'));
  engine.send({ type: 'step', count: 3 });
  const { snapshots } = await engine.next('snapshots', (event) => event.snapshots[0]?.step === 3);
  const kernelOf = async (node: string) => {
    engine.send({ type: 'inspect', request: 1, node, sample: 0 });
    return (await engine.next('inspect')).info!.weights[0]!.tensor.data;
  };
  const trained = await kernelOf('digit');
  engine.send(open('digit-sequence', { rows: 100, validationRows: 100 }));
  await engine.next('opened', ({ preset }) => preset === 'digit-sequence');
  await engine.status('ready');
  const inside = 'digits/mnist_mlp/digit';
  expect(await kernelOf(inside)).not.toEqual(trained);
  const reader = await kernelOf('reader');
  engine.send({ type: 'take-weights', id: snapshots[0]!.id });
  const { applied, fitted } = await engine.next('loaded');
  expect(applied).toBe(true);
  expect(fitted).toContain('weights/hidden_1/kernel');
  expect(await kernelOf(inside)).toEqual(trained);
  expect(await kernelOf('reader')).toEqual(reader);
});
