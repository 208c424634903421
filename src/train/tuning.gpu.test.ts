import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenedDevice } from '../gpu/device.ts';
import { deviceCalls } from '../gpu/testing/device-calls.ts';
import { sharedDevice } from '../gpu/testing/shared-device.ts';
import { trialsOf } from '../gpu/tune/trials.ts';
import { type TextStore, Winners } from '../gpu/tune/winners.ts';
import type { Workbench } from '../gpu/tune/workbench.ts';
import { input, layers, model as makeModel, ndArray, optimizers } from '../index.ts';
import type { AnyModel } from '../nn/model.ts';
import { resetNames } from '../nn/names.ts';
import { replay } from './checkpoint/replay.ts';
import { restore } from './checkpoint/restore.ts';
import { Snapshotter } from './checkpoint/snapshotter.ts';
import { columnsOf } from './runtime/columns.ts';
import { openSession } from './testing/open-session.ts';
import type { TrainingSession } from './training-session.ts';

let opened: OpenedDevice;

beforeAll(async () => {
  opened = await sharedDevice();
});
beforeEach(resetNames);

const SAMPLES = 150;

function growing() {
  const x = ndArray(
    Float32Array.from({ length: SAMPLES * 24 }, (_, i) => Math.sin(i)),
    [SAMPLES, 24],
  );
  const y = ndArray(
    Float32Array.from({ length: SAMPLES }, (_, i) => i % 2),
    [SAMPLES, 1],
  );
  const feed = { name: 'train', samples: SAMPLES, inputs: columnsOf({ x }), targets: columnsOf({ y }) };
  return { feed, available: () => SAMPLES, waitFor: () => Promise.resolve() };
}

function network(): AnyModel {
  const x = input({ shape: [24], name: 'x' });
  const hidden = layers.dropout({ rate: 0.2 })(layers.dense({ units: 64, activation: 'relu' })(x));
  const more = layers.dense({ units: 64, activation: 'tanh' })(hidden);
  const m = makeModel({
    inputs: x,
    outputs: layers.dense({ units: 1, activation: 'sigmoid', name: 'y' })(more),
  });
  m.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss: 'binary_crossentropy' });
  return m as AnyModel;
}

/** A session with a short last batch, which has a plan of its own. */
async function fresh(variants = {}): Promise<TrainingSession> {
  resetNames();
  const s = openSession(opened, network(), growing(), { batchSize: 64, shuffle: true, seed: 3, variants });
  await s.prepare();
  return s;
}

const trialsOfSession = (s: TrainingSession) =>
  trialsOf(s.program.graphOf('train', s.config.train.feed, 64).graph, opened.facts);

/** For each instruction the second candidate, where there is one. */
const seconds = (s: TrainingSession) =>
  Object.fromEntries(trialsOfSession(s).map(({ key, candidates }) => [key, candidates[1]!]));

/** Losses of so many steps more. */
async function goOn(s: TrainingSession, steps: number): Promise<number[]> {
  const losses: number[] = [];
  s.onSteps = (some) => losses.push(...some.map((step) => step.logs.loss!));
  for (let i = 0; i < steps; i++) {
    if (s.atEpochEnd) await s.endEpoch();
    await s.step();
  }
  await s.fetch();
  return losses;
}

async function take(s: TrainingSession) {
  const snapshotter = new Snapshotter(s);
  try {
    return await snapshotter.take();
  } finally {
    await snapshotter.destroy();
  }
}

/** A bench on which the second candidate always wins. */
const secondWins = (): Workbench => ({
  alone: false,
  prepare: async ({ candidates }, variant) => ({
    variant,
    time: (repeats) => Promise.resolve(repeats * (variant === candidates[1] ? 1 : 3)),
  }),
  clear: () => {},
  destroy: () => {},
});

/** Time enough between any two measurements. */
function patient() {
  let now = 0;
  return () => {
    now += 10_000;
    return now;
  };
}

const memory = (files = new Map<string, string>()): TextStore => ({
  read: async (name) => files.get(name) ?? null,
  write: async (name, text) => void files.set(name, text),
});

test('a step with other variants takes the place of the first between two steps, in the same memory', async () => {
  const plain = await fresh();
  const wanted = await goOn(plain, 8);
  await plain.destroy();
  const s = await fresh();
  const chosen = seconds(s);
  const first = await goOn(s, 4);
  const before = await s.bytes();
  await s.takeVariants(chosen);
  expect(s.variants).toEqual(chosen);
  const losses = [...first, ...(await goOn(s, 4))];
  losses.forEach((loss, i) => {
    expect(Math.abs(loss - wanted[i]!)).toBeLessThan(1e-4);
  });
  await s.takeVariants({});
  expect(await s.bytes()).toBeLessThanOrEqual(before + 1024);
  await s.destroy();
});

test('a snapshot brings its variants back, and training on or again gives the same bits', async () => {
  const s = await fresh();
  await goOn(s, 2);
  const early = await take(s);
  await goOn(s, 1);
  const chosen = seconds(s);
  await s.takeVariants(chosen);
  await goOn(s, 3);
  const late = await take(s);
  const rest = await goOn(s, 2);
  const end = await take(s);
  expect([early.state.variants, late.state.variants]).toEqual([{}, chosen]);
  await s.destroy();

  const resumed = await fresh();
  await restore(resumed, late);
  expect(await goOn(resumed, 2)).toEqual(rest);
  expect((await take(resumed)).tensors).toEqual(end.tensors);
  await resumed.destroy();

  const again = await fresh({ 'dot of another run': 'naive' });
  await restore(again, early);
  const changes = [{ iterations: 3, apply: (session: TrainingSession) => session.takeVariants(chosen) }];
  await replay(again, { ...late.state.position }, { changes });
  expect((await take(again)).tensors).toEqual(late.tensors);
  await again.destroy();
});

test('winners come into use while training, are kept, and the next run begins with them', async () => {
  const store = memory();
  const winners = await Winners.load(store, 'this GPU');
  const s = await fresh();
  const wanted = seconds(s);
  const told: unknown[] = [];
  const listener = {
    tuned: (variants: unknown) => told.push(variants),
    failed: (error: unknown) => told.push(error),
  };
  s.tune(winners, listener, { openBench: secondWins, now: patient() });
  for (let i = 0; i < 400 && told.length === 0; i++) await goOn(s, 1);
  expect(told).toEqual([wanted]);
  expect(s.variants).toEqual(wanted);
  Object.assign(s, { lastFetch: Number.POSITIVE_INFINITY });
  if (s.atEpochEnd) await s.endEpoch();
  const counts = await deviceCalls(opened.device, () => s.step());
  expect(counts).toEqual({ submit: 1 });
  await s.destroy();

  const known = (await Winners.load(store, 'this GPU')).variants;
  expect(known).toEqual(wanted);
  const next = await fresh({ ...known, 'dot of another model': 'naive' });
  expect(next.variants).toEqual(wanted);
  await next.destroy();
});

test('measuring on the device leaves nothing there, and may end at any moment', async () => {
  for (const steps of [4, 9, 60]) {
    const s = await fresh();
    const failed: unknown[] = [];
    const before = await s.bytes();
    const winners = await Winners.load(memory(), 'this GPU');
    s.tune(winners, { tuned: () => {}, failed: (error) => failed.push(error) }, { now: patient() });
    await goOn(s, steps);
    expect(await s.bytes()).toBeLessThan(before + 65_536);
    await s.destroy();
    expect(failed).toEqual([]);
  }
});

test('while steps are trained again, nothing changes by itself', async () => {
  const s = await fresh();
  const winners = await Winners.load(memory(), 'this GPU');
  const tuned: unknown[] = [];
  const listener = { tuned: (variants: unknown) => tuned.push(variants), failed: () => {} };
  s.tune(winners, listener, { openBench: secondWins, now: patient() });
  await replay(s, { epoch: 3, offset: 0, iterations: 9 });
  expect(tuned).toEqual([]);
  expect(winners.variants).toEqual({});
  await s.destroy();
});
