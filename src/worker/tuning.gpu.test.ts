import { afterEach, beforeAll, expect, test } from 'vitest';
import { trialsOf } from '../gpu/tune/trials.ts';
import { presetValues } from '../presets/preset.ts';
import { presetById } from '../presets/table.ts';
import { loadWinners, openEngine, type TextStore } from '../train/engine.ts';
import { outlineStep } from '../train/outline.ts';
import { trainGraph } from '../train/step-graph.ts';
import type { Command } from './protocol.ts';
import { MemoryFolder } from './storage/memory-folder.ts';
import { type RunFile, readRunFile } from './storage/run-file.ts';
import { textStore } from './storage/text-store.ts';
import { EngineHarness } from './testing/engine-harness.ts';

/** Few units: small kernels are quick to compile. */
const CONTROLS = { units: 12 };

const open = (tune: boolean, resume = false): Command => ({
  type: 'open',
  preset: 'mnist-mlp',
  size: 'quick',
  controls: CONTROLS,
  seed: 7,
  tune,
  resume,
});

let engine: EngineHarness;
let tuning: TextStore;
/** A candidate for each kernel that is not the best guess: as if they had been the fastest. */
let winners: Readonly<Record<string, string>>;

beforeAll(async () => {
  tuning = textStore(Promise.resolve(new MemoryFolder()));
  const some = await openEngine(navigator.gpu);
  const preset = presetById('mnist-mlp');
  const { model, batchSize } = preset.build(presetValues(preset, 'quick', CONTROLS));
  const stored = await loadWinners(some, tuning);
  for (const { key, candidates } of trialsOf(
    trainGraph(outlineStep(model, batchSize)).graph,
    some.opened.facts,
  ))
    await stored.add(key, candidates.at(-1)!);
  winners = stored.variants;
  some.opened.device.destroy();
});
afterEach(() => engine.close());

async function train(steps: number): Promise<void> {
  engine.send({ type: 'step', count: steps });
  await engine.status('paused');
}

async function saved(): Promise<RunFile> {
  engine.send({ type: 'save', request: 0 });
  return readRunFile(new Uint8Array((await engine.next('saved')).bytes));
}

const variantsOfPlan = async () => (await engine.next('plan')).plan.rows.map(({ variant }) => variant);

test('a run takes what was measured before; without tuning it does not, and measures nothing', async () => {
  const names = Object.values(winners);
  engine = new EngineHarness({ tuning });
  engine.send(open(true));
  const planned = () =>
    engine
      .ofType('plan')
      .at(-1)
      ?.plan.rows.map(({ variant }) => variant) ?? [];
  await engine.next('plan');
  while (!names.every((name) => planned().includes(name))) await train(2);
  await train(5);
  expect((await saved()).state!.variants).toEqual(winners);
  await engine.close();

  const untouched: TextStore = {
    read: () => Promise.reject(new Error('was read')),
    write: () => Promise.reject(new Error('was written')),
  };
  engine = new EngineHarness({ tuning: untouched });
  engine.send(open(false));
  const plain = await variantsOfPlan();
  expect(plain).not.toEqual(expect.arrayContaining(names));
  await train(12);
  expect((await saved()).state!.variants).toEqual({});
});

test('kernels change between two steps of a run, and a lost device brings back the same bits', async () => {
  const folder = new MemoryFolder();
  const storage = { folder: Promise.resolve(folder), quota: Promise.resolve(2 ** 28) };
  engine = new EngineHarness({ storage });
  engine.send(open(false));
  await train(5);
  await engine.until(() => engine.ofType('snapshots').some(({ snapshots }) => snapshots.length > 0));
  await engine.close();

  engine = new EngineHarness({ storage, tuning });
  engine.send(open(true, true));
  await engine.status('paused');
  const changed = () =>
    engine
      .ofType('plan')
      .some(({ plan }) => plan.rows.some((row) => row.variant === Object.values(winners)[0]));
  while (!changed()) await train(2);
  await train(2);
  const before = await saved();
  expect(before.state!.variants).toEqual(winners);
  for (let i = 0; i < 2; i++) {
    engine.send({ type: 'lose-device' });
    await engine.status('recovering');
    await engine.status('paused');
    const after = await saved();
    expect(after.state).toEqual(before.state);
    expect(after.tensors).toEqual(before.tensors);
  }
}, 120_000);
