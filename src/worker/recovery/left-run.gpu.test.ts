import { afterEach, beforeAll, expect, test } from 'vitest';
import { input } from '../../nn/input.ts';
import { layers } from '../../nn/layers/table.ts';
import { model } from '../../nn/model.ts';
import { resetNames } from '../../nn/names.ts';
import type { Command } from '../protocol.ts';
import { MemoryFolder } from '../storage/memory-folder.ts';
import { EngineHarness } from '../testing/engine-harness.ts';

const open = (controls = {}): Command => ({
  type: 'open',
  preset: 'mnist-mlp',
  size: 'quick',
  controls,
  seed: 7,
  tune: false,
  resume: false,
});
const STEPS = 12;
let engine: EngineHarness;
/** Losses of a run that nothing disturbs. */
let wanted: number[];

beforeAll(async () => {
  engine = new EngineHarness();
  engine.send(open());
  await train(STEPS);
  wanted = engine.column('loss');
  await engine.close();
});
afterEach(() => engine.close());

async function train(count: number): Promise<void> {
  engine.send({ type: 'step', count });
  await engine.status('paused');
}

function stored() {
  const folder = new MemoryFolder();
  return { folder: Promise.resolve(folder), quota: Promise.resolve(1e8) };
}

const newestSteps = () =>
  engine
    .ofType('snapshots')
    .at(-1)!
    .snapshots.map(({ step }) => step);

/** A model that is described well and is larger than any device. */
function tooLarge(): Command {
  resetNames();
  const x = input({ shape: [784], name: 'pixels' });
  const huge = layers.dense({ units: 2 ** 20 })(x);
  const y = layers.dense({ units: 10, activation: 'softmax', name: 'digit' })(huge);
  const description = {
    model: model({ inputs: x, outputs: y }).toJSON(),
    compile: { loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] },
  };
  return { type: 'open-model', model: description };
}

test('a run that is left for another is stored as it is at that step', async () => {
  engine = new EngineHarness({ storage: stored() });
  engine.send(open());
  for (const count of [3, 2, 2]) await train(count);
  engine.send(open({ units: 12 }));
  await engine.status('ready');
  await engine.until(() => newestSteps()[0] === 7);
  const { id } = engine.ofType('snapshots').at(-1)!.snapshots[0]!;
  await train(2);
  engine.forget();
  engine.send({ type: 'resume-snapshot', id });
  await engine.status('paused');
  expect(engine.column('loss')).toEqual(wanted.slice(0, 7));
  await train(STEPS - 7);
  expect(engine.column('loss')).toEqual(wanted);
});

test('where nothing comes of a model, the run that was left for it comes back and trains on', async () => {
  engine = new EngineHarness({ storage: stored() });
  engine.send(open());
  engine.send({ type: 'set', id: 'epochs', value: 3 });
  engine.send({ type: 'start' });
  await engine.until(() => engine.steps().length >= 4);
  engine.forget();
  engine.send(tooLarge());
  const { error } = await engine.next('error');
  expect(error).toMatchObject({ kind: 'gpu', retry: false });
  const { controls } = await engine.next('opened', (e) => e.model.parameters === 55_050);
  expect(controls.find((c) => c.id === 'epochs')?.value).toBe(3);
  await engine.status('paused');
  const told = engine.steps();
  const { length } = told;
  expect(told).toEqual(Array.from({ length }, (_, i) => i + 1));
  await train(Math.max(1, STEPS - length));
  const most = Math.min(STEPS, engine.steps().length);
  expect(engine.column('loss').slice(0, most)).toEqual(wanted.slice(0, most));
});

test('of openings that follow each other the run before them all comes back; what cannot be read changes nothing', async () => {
  engine = new EngineHarness();
  engine.send(open());
  await train(5);
  engine.forget();
  engine.send(open({ units: 9 }));
  engine.send(tooLarge());
  engine.send({ type: 'resume-snapshot', id: 'none of ours' });
  expect((await engine.next('error')).error.message).toMatch(/must be a stored run/);
  await engine.next('opened', (e) => e.model.parameters === 55_050);
  await engine.status('paused');
  await train(STEPS - 5);
  expect(engine.column('loss')).toEqual(wanted);
});

test('a page that is hidden stores its run at once', async () => {
  engine = new EngineHarness({ storage: stored() });
  engine.send(open());
  await train(2);
  await engine.until(() => newestSteps()[0] === 2);
  await train(1);
  expect(newestSteps()[0]).toBe(2);
  engine.send({ type: 'keep' });
  await engine.until(() => newestSteps()[0] === 3);
});
