import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OpenedDevice } from '../gpu/device.ts';
import type { PlanOptions } from '../gpu/make-plan.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import { deviceCalls } from '../gpu/testing/device-calls.ts';
import { sharedDevice } from '../gpu/testing/shared-device.ts';
import { input, layers, model as makeModel, ndArray, optimizers } from '../index.ts';
import type { AnyModel } from '../nn/model.ts';
import { resetNames } from '../nn/names.ts';
import { Optimizer } from '../nn/optimizers/optimizer.ts';
import { CallStatsProgram } from './call-stats.ts';
import { restore } from './checkpoint/restore.ts';
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
afterEach(() => {
  vi.restoreAllMocks();
});

const [SAMPLES, STEPS, ROWS, BATCH] = [44, 5, 50, 8];

/** Rows that come again and again, twice in a sample too; row 0, which may be masked; and some that one sample of an epoch has. */
const rowOf = (sample: number, step: number): number =>
  sample === 13 ? 40 + (step % 3) : (sample * 7 + step * step * 3) % 23;

function growing() {
  const ids = Int32Array.from({ length: SAMPLES * STEPS }, (_, i) => rowOf(Math.floor(i / STEPS), i % STEPS));
  const y = Float32Array.from({ length: SAMPLES }, (_, i) => Math.sin(i));
  const x = { x: ndArray(ids, [SAMPLES, STEPS]), other: ndArray(ids.toReversed(), [SAMPLES, STEPS]) };
  const feed = {
    name: 'train',
    samples: SAMPLES,
    inputs: columnsOf(x),
    targets: columnsOf({ y: ndArray(y, [SAMPLES, 1]) }),
  };
  return { feed, available: () => SAMPLES, waitFor: () => Promise.resolve() };
}

interface Options {
  readonly width?: number;
  /** Whether everything else is frozen. */
  readonly alone?: boolean;
  /** Whether a second input looks rows up too, behind other layers. */
  readonly twice?: boolean;
  readonly plan?: PlanOptions;
}

function network(optimizer: Optimizer, { width = 12, alone = false, twice = false }: Options): AnyModel {
  const table = layers.embedding({ inputDim: ROWS, outputDim: width, maskZero: true, name: 'table' });
  const [x, other] = ['x', 'other'].map((name) => input({ shape: [STEPS], dtype: 'int32', name }));
  const read = layers.lstm({ units: 6 })(table(x!));
  const second = layers.globalAveragePooling1d()(layers.dense({ units: 6 })(table(other!)));
  const joined = twice ? layers.add()([read, second]) : read;
  const outputs = layers.dense({ units: 1, name: 'y' })(joined);
  const m = makeModel({ inputs: twice ? [x!, other!] : x!, outputs });
  if (alone) for (const layer of m.layers) layer.trainable = layer === table;
  m.compile({ optimizer, loss: 'mean_squared_error' });
  return m as AnyModel;
}

async function open(optimizer: Optimizer, options: Options = {}): Promise<TrainingSession> {
  resetNames();
  const s = openSession(opened, network(optimizer, options), growing(), {
    batchSize: BATCH,
    shuffle: true,
    seed: 5,
    ...(options.plan && { plan: options.plan }),
  });
  await s.prepare();
  return s;
}

/** The same with the dense rule for all weights. */
async function openDense(optimizer: Optimizer, options: Options = {}): Promise<TrainingSession> {
  const spy = vi.spyOn(Optimizer.prototype, 'rowRule', 'get').mockReturnValue(null);
  const s = await open(optimizer, options);
  spy.mockRestore();
  return s;
}

async function goOn(s: TrainingSession, steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    if (s.atEpochEnd) await s.endEpoch();
    await s.step();
  }
}

async function tensorsOf(s: TrainingSession): Promise<Record<string, number[]>> {
  const snapshotter = new Snapshotter(s);
  const { tensors } = await snapshotter.take();
  await snapshotter.destroy();
  return Object.fromEntries(tensors.map((t) => [t.name, [...t.data]]));
}

const rmsprop = () => optimizers.rmsprop({ learningRate: 0.05, rho: 0.8 });
const RULES = [
  ['rmsprop', rmsprop],
  ['sgd', () => optimizers.sgd({ learningRate: 0.1 })],
] as const;

describe.each(RULES)('%s', (_, optimizer) => {
  test.each([12, 7])('is the dense rule to the last bit, with rows of %i numbers', async (width) => {
    const runs = [await openDense(optimizer(), { width }), await open(optimizer(), { width })];
    expect(runs.map((s) => s.on.layout.tables.length)).toEqual([0, 1]);
    for (const steps of [1, 2, 37]) {
      for (const s of runs) await goOn(s, steps);
      expect(await tensorsOf(runs[1]!)).toEqual(await tensorsOf(runs[0]!));
    }
    for (const s of runs) await s.destroy();
  });

  test('a table trains alone', async () => {
    const runs = [await openDense(optimizer(), { alone: true }), await open(optimizer(), { alone: true })];
    expect(runs.map((s) => s.on.layout.trained.length)).toEqual([1, 0]);
    for (const s of runs) await goOn(s, 8);
    expect(await tensorsOf(runs[1]!)).toEqual(await tensorsOf(runs[0]!));
    for (const s of runs) await s.destroy();
  });

  test('two lookups of one table add up', async () => {
    const runs = [await openDense(optimizer(), { twice: true }), await open(optimizer(), { twice: true })];
    for (const s of runs) await goOn(s, 12);
    const [want, got] = [await tensorsOf(runs[0]!), await tensorsOf(runs[1]!)];
    for (const [name, data] of Object.entries(want!))
      for (const [i, value] of data.entries()) expect(got![name]![i], name).toBeCloseTo(value, 4);
    for (const s of runs) await s.destroy();
  });

  test.each(['one-chains', 'each-chains'])('chained as %s', async (variant) => {
    const choose = (op: string) => (op === 'update_rows' ? variant : null);
    const [want, got] = [await openDense(optimizer()), await open(optimizer(), { plan: { choose } })];
    for (const s of [want, got]) await goOn(s, 8);
    expect(await tensorsOf(got)).toEqual(await tensorsOf(want));
    for (const s of [want, got]) await s.destroy();
  });
});

test('when averages are brought up does not matter, nor does a changed factor', async () => {
  const [want, got] = [await openDense(rmsprop()), await open(rmsprop())];
  for (let round = 0; round < 6; round++) {
    for (const s of [want, got]) {
      s.optimizer.set('rho', 0.9 - 0.1 * round);
      await goOn(s, 5);
    }
    if (round % 2 === 1) await tensorsOf(got);
  }
  expect(await tensorsOf(got)).toEqual(await tensorsOf(want));
  for (const s of [want, got]) await s.destroy();
});

test.each([0, 1, 9])('a run goes on to the last bit from its snapshot after step %i', async (at) => {
  const whole = await open(rmsprop());
  await goOn(whole, at);
  const snapshotter = new Snapshotter(whole);
  const snapshot = await snapshotter.take();
  await snapshotter.destroy();
  await goOn(whole, 14);
  const again = await open(rmsprop());
  await goOn(again, 3);
  await restore(again, snapshot);
  await goOn(again, 14);
  expect(await tensorsOf(again)).toEqual(await tensorsOf(whole));
  for (const s of [whole, again]) await s.destroy();
});

test('a step whose loss is no number changes no row, and steps go on to the last bit behind it', async () => {
  const [want, got] = [await open(rmsprop()), await open(rmsprop())];
  const name = Object.keys(got.hyperparameters)[0]!;
  const [good] = Object.values(got.hyperparameters);
  for (const s of [want, got]) await goOn(s, 3);
  got.hyperparameters[name] = Number.NaN;
  await goOn(got, 2);
  got.hyperparameters[name] = good!;
  got.rewind({ step: 4, epoch: 1, offset: 3 * BATCH, samples: BATCH, learningRate: 0, logs: {} });
  got.clearNonFinite();
  for (const s of [want, got]) await goOn(s, 6);
  expect(await tensorsOf(got)).toEqual(await tensorsOf(want));
  for (const s of [want, got]) await s.destroy();
});

test('a step with a table makes no object on the device and submits once', async () => {
  const s = await open(rmsprop());
  await s.step();
  await s.fetch();
  Object.assign(s, { lastFetch: Number.POSITIVE_INFINITY });
  expect(await deviceCalls(opened.device, () => goOn(s, 4))).toEqual({ submit: 4 });
  await s.destroy();
});

test('the norm of its gradient is that of the dense one', async () => {
  const engine = { opened, cache: new PipelineCache(opened.device) };
  const norms: (number | null)[] = [];
  for (const s of [await openDense(rmsprop()), await open(rmsprop())]) {
    await goOn(s, 3);
    const stats = new CallStatsProgram(engine, s);
    const before = await tensorsOf(s);
    const { gradientNorm, weightNorm } = (await stats.measure()).get('table')!;
    norms.push(gradientNorm, weightNorm);
    expect(await tensorsOf(s)).toEqual(before);
    await stats.destroy();
    await s.destroy();
  }
  const [gradient, weight, ...rest] = norms;
  expect(gradient).toBeGreaterThan(0);
  expect(rest[0]).toBeCloseTo(gradient!, 5);
  expect(rest[1]).toBeCloseTo(weight!, 5);
});

test('rows that become no numbers are found, and where', async () => {
  const engine = { opened, cache: new PipelineCache(opened.device) };
  const ids = ndArray(new Int32Array(2), [1, 2]);
  const x = input({ shape: [2], dtype: 'int32', name: 'x' });
  const table = layers.embedding({ inputDim: 3, outputDim: 1, name: 'table' });
  const m = makeModel({
    inputs: x,
    outputs: layers.dense({ units: 1, name: 'y' })(layers.flatten()(table(x))),
  }) as AnyModel;
  m.compile({ optimizer: rmsprop(), loss: 'mean_squared_error' });
  // The loss and each row's gradient are numbers; the sum of both gradients of row 0 is too large.
  m.initialize(0);
  for (const w of m.weights)
    w.set(new Float32Array(w.size).fill(w.path.startsWith('table') ? 5e-23 : 1e30), w.shape);
  const bias = m.weights.find((w) => w.path === 'y/bias')!;
  bias.set([0], [1]);
  const feed = {
    name: 'train',
    samples: 1,
    inputs: columnsOf({ x: ids }),
    targets: columnsOf({ y: ndArray(new Float32Array(1), [1, 1]) }),
  };
  const s = openSession(
    opened,
    m,
    { feed, available: () => 1, waitFor: () => Promise.resolve() },
    { batchSize: 1 },
  );
  await s.prepare();
  const step = { step: 1, epoch: 1, samples: 1, offset: 0, learningRate: 0.05, logs: {} };
  const check = new FiniteCheck(engine, s);
  const before = await tensorsOf(s);
  expect(await firstNonFinite(engine, s, step)).toMatchObject({ node: 'table', phase: 'backward' });
  expect(await tensorsOf(s)).toEqual(before);
  expect(await check.allFinite()).toBe(true);
  await s.step();
  expect(await check.allFinite()).toBe(false);
  await check.destroy();
  await s.destroy();
});

test('frozen tables, and rules under which all rows move, stay out of it', async () => {
  const tablesWith = async (optimizer: Optimizer): Promise<number> => {
    const s = await open(optimizer);
    const { length } = s.on.layout.tables;
    await s.destroy();
    return length;
  };
  expect(await tablesWith(optimizers.adam())).toBe(0);
  expect(await tablesWith(optimizers.rmsprop({ momentum: 0.9 }))).toBe(0);
  expect(await tablesWith(optimizers.rmsprop({ centered: true }))).toBe(0);
  expect(await tablesWith(optimizers.rmsprop({ clipnorm: 1 }))).toBe(0);
  expect(await tablesWith(optimizers.sgd({ weightDecay: 0.1 }))).toBe(0);
  const m = network(rmsprop(), {});
  m.layers.find((layer) => layer.name === 'table')!.trainable = false;
  m.compile({ optimizer: rmsprop(), loss: 'mean_squared_error' });
  const s = openSession(opened, m, growing(), { batchSize: BATCH });
  await s.prepare();
  const before = (await tensorsOf(s))['weights/table/embeddings'];
  await goOn(s, 2);
  expect((await tensorsOf(s))['weights/table/embeddings']).toEqual(before);
  expect(s.on.layout.tables).toEqual([]);
  await s.destroy();
});
