import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenedDevice } from '../gpu/device.ts';
import { makePlan } from '../gpu/make-plan.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import { sharedDevice } from '../gpu/testing/shared-device.ts';
import { input, layers, model as makeModel, ndArray, optimizers } from '../index.ts';
import type { AnyModel } from '../nn/model.ts';
import { resetNames } from '../nn/names.ts';
import { backBeforeBadStep } from '../worker/recovery/bad-step.ts';
import { Snapshotter } from './checkpoint/snapshotter.ts';
import { FiniteCheck } from './finite-check.ts';
import { firstNonFinite } from './first-non-finite.ts';
import { columnsOf } from './runtime/columns.ts';
import { openSession } from './testing/open-session.ts';
import type { TrainingSession } from './training-session.ts';

let opened: OpenedDevice;

beforeAll(async () => {
  opened = await sharedDevice();
});
beforeEach(resetNames);

const SAMPLES = 40;
const BATCH = 8;

/** Sample `bad` holds a value that spoils everything computed from it. */
function growing(bad: number | null, value = Number.NaN) {
  const x = ndArray(
    Float32Array.from({ length: SAMPLES * 4 }, (_, i) => Math.sin(i)),
    [SAMPLES, 4],
  );
  if (bad !== null) (x.data as Float32Array)[bad * 4 + 1] = value;
  const y = ndArray(
    Float32Array.from({ length: SAMPLES }, (_, i) => i % 2),
    [SAMPLES, 1],
  );
  const feed = { name: 'train', samples: SAMPLES, inputs: columnsOf({ x }), targets: columnsOf({ y }) };
  return { feed, available: () => SAMPLES, waitFor: () => Promise.resolve() };
}

function network(normalized: boolean): AnyModel {
  const x = input({ shape: [4], name: 'x' });
  const first = layers.dense({ units: 8, activation: 'relu' })(x);
  const hidden = normalized ? layers.batchNormalization()(first) : first;
  const y = layers.dense({ units: 1, name: 'y' })(hidden);
  const m = makeModel({ inputs: x, outputs: y });
  m.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss: 'mean_squared_error' });
  return m as AnyModel;
}

async function fresh(bad: number | null, value?: number, normalized = false): Promise<TrainingSession> {
  const s = openSession(opened, network(normalized), growing(bad, value), { batchSize: BATCH, seed: 3 });
  await s.prepare();
  return s;
}

async function tensorsAfter(s: TrainingSession, steps: number) {
  for (let i = 0; i < steps; i++) await s.step();
  const snapshotter = new Snapshotter(s);
  const { tensors } = await snapshotter.take();
  await snapshotter.destroy();
  return tensors.map((t): [string, number[]] => [t.name, [...t.data]]);
}

test.each([Number.NaN, Number.POSITIVE_INFINITY, 3e38])(
  'a step spoiled by %f changes nothing, nor do those that are on their way behind it',
  async (value) => {
    const good = await fresh(null);
    const before = await tensorsAfter(good, 2);
    await good.destroy();
    resetNames();
    const s = await fresh(2 * BATCH + 3, value);
    const losses: number[] = [];
    s.onSteps = (steps) => losses.push(...steps.map((step) => step.logs.loss!));
    expect(await tensorsAfter(s, 5)).toEqual(before);
    expect(losses.map((loss) => Number.isFinite(loss))).toEqual([true, true, false, true, true]);
    await s.destroy();
  },
);

test('the call is named in which the first such number arose', async () => {
  const engine = { opened, cache: new PipelineCache(opened.device) };
  const s = await fresh(2 * BATCH + 3);
  for (let i = 0; i < 2; i++) await s.step();
  const step = { step: 3, epoch: 1, samples: BATCH, offset: 2 * BATCH, learningRate: 0.01, logs: {} };
  expect(await firstNonFinite(engine, s, step)).toEqual({ node: 'input data', op: 'gather', phase: 'data' });
  expect(await firstNonFinite(engine, s, { ...step, offset: 0 })).toBeNull();
  s.config.model.weights.find((w) => w.path === 'y/kernel')!.set(new Float32Array(8).fill(3e38), [8, 1]);
  s.on.upload();
  expect(await firstNonFinite(engine, s, { ...step, offset: 0 })).toMatchObject({
    node: 'y',
    phase: 'forward',
  });
  await s.destroy();
});

test('weights that are spoiled behind the back of the loss are found, and the step that spoiled them', async () => {
  const engine = { opened, cache: new PipelineCache(opened.device) };
  const s = await fresh(null);
  const snapshotter = new Snapshotter(s);
  const check = new FiniteCheck(engine, s);
  await s.step();
  const snapshot = await snapshotter.take();
  const before = await tensorsAfter(s, 2);
  expect(await check.allFinite()).toBe(true);
  // The loss is still a number, the square of its gradient is not.
  const name = Object.keys(s.hyperparameters)[0]!;
  const change = {
    iterations: 3,
    apply: ({ hyperparameters }: TrainingSession) => void Object.assign(hyperparameters, { [name]: 1e30 }),
  };
  change.apply(s);
  await s.step();
  expect(await check.allFinite()).toBe(false);
  const until = { ...s.position };
  const bad = await backBeforeBadStep(s, check, { snapshot, changes: [change], until });
  expect(bad).toMatchObject({ step: 4, offset: 3 * BATCH });
  expect(await tensorsAfter(s, 0)).toEqual(before);
  await check.destroy();
  await snapshotter.destroy();
  await s.destroy();
});

test('training goes on when the flag is cleared', async () => {
  const s = await fresh(2 * BATCH + 3);
  const before = await tensorsAfter(s, 3);
  s.clearNonFinite();
  expect(await tensorsAfter(s, 1)).not.toEqual(before);
  await s.destroy();
});

test('moving statistics stay finite', async () => {
  const s = await fresh(2 * BATCH + 3, Number.NaN, true);
  const tensors = await tensorsAfter(s, 4);
  expect(tensors.every(([, data]) => data.every(Number.isFinite))).toBe(true);
  await s.destroy();
});

test('the guard has no dispatch of its own', async () => {
  const s = await fresh(null, 0, true);
  const { graph } = s.program.graphOf('train', s.config.train.feed, BATCH);
  const guards = makePlan(graph, opened.facts).dispatches.filter((d) => d.wgsl.includes('is_finite_('));
  expect(guards.length).toBeGreaterThan(0);
  for (const { op } of guards) expect(op.replace(/max|is_finite|is_zero|select|mul|\+/g, '')).not.toBe('');
  await s.destroy();
});
