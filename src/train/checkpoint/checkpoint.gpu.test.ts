import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenedDevice } from '../../gpu/device.ts';
import { sharedDevice } from '../../gpu/testing/shared-device.ts';
import { input, layers, model as makeModel, ndArray, optimizers } from '../../index.ts';
import type { AnyModel } from '../../nn/model.ts';
import { resetNames } from '../../nn/names.ts';
import { columnsOf } from '../runtime/columns.ts';
import { openSession } from '../testing/open-session.ts';
import type { TrainingSession } from '../training-session.ts';
import { fitOf, restore } from './restore.ts';
import type { Snapshot } from './snapshot.ts';
import { Snapshotter } from './snapshotter.ts';

let opened: OpenedDevice;

beforeAll(async () => {
  opened = await sharedDevice();
});
beforeEach(resetNames);

const SAMPLES = 44;

function growing() {
  const x = ndArray(
    Float32Array.from({ length: SAMPLES * 6 }, (_, i) => Math.sin(i)),
    [SAMPLES, 6],
  );
  const y = ndArray(
    Float32Array.from({ length: SAMPLES }, (_, i) => i % 2),
    [SAMPLES, 1],
  );
  const feed = { name: 'train', samples: SAMPLES, inputs: columnsOf({ x }), targets: columnsOf({ y }) };
  return { feed, available: () => SAMPLES, waitFor: () => Promise.resolve() };
}

/** Dropout, moving statistics and two slots beside each weight: everything that must come back. */
function network(units = 8, optimizer = optimizers.adam({ learningRate: 0.01 })): AnyModel {
  const x = input({ shape: [6], name: 'x' });
  const hidden = layers.batchNormalization()(layers.dense({ units, activation: 'relu' })(x));
  const y = layers.dense({ units: 1, activation: 'sigmoid', name: 'y' })(
    layers.dropout({ rate: 0.3 })(hidden),
  );
  const m = makeModel({ inputs: x, outputs: y });
  m.compile({ optimizer, loss: 'binary_crossentropy', metrics: ['accuracy'] });
  return m as AnyModel;
}

async function fresh(seed = 3, m = network()): Promise<TrainingSession> {
  const s = openSession(opened, m, growing(), { batchSize: 8, shuffle: true, seed });
  await s.prepare();
  return s;
}

/** All that a run tells and holds after so many steps more. */
async function goOn(s: TrainingSession, steps: number) {
  const told: unknown[] = [];
  s.onSteps = (some) => told.push(...some);
  for (let i = 0; i < steps; i++) {
    if (s.atEpochEnd) told.push(await s.endEpoch());
    await s.step();
  }
  await s.fetch();
  const snapshotter = new Snapshotter(s);
  const { tensors } = await snapshotter.take();
  await snapshotter.destroy();
  return { told, position: { ...s.position }, tensors: tensors.map((t) => [t.name, [...t.data]]) };
}

async function snapshotAfter(s: TrainingSession, steps: number): Promise<Snapshot> {
  const snapshotter = new Snapshotter(s);
  for (let i = 0; i < steps; i++) {
    if (s.atEpochEnd) await s.endEpoch();
    await s.step();
  }
  const snapshot = await snapshotter.take();
  await snapshotter.destroy();
  // As a file would hold it.
  return { state: JSON.parse(JSON.stringify(snapshot.state)), tensors: snapshot.tensors };
}

test.each([0, 3, 6, 9])('a run goes on bit for bit from its snapshot after step %i', async (at) => {
  const whole = await fresh();
  const snapshot = await snapshotAfter(whole, at);
  const wanted = await goOn(whole, 10);
  await whole.destroy();
  resetNames();
  const again = await fresh(99);
  await goOn(again, 2);
  await restore(again, snapshot);
  expect(await goOn(again, 10)).toEqual(wanted);
  await again.destroy();
});

test('a snapshot is of its moment, though training goes on while it is taken', async () => {
  const s = await fresh();
  const snapshotter = new Snapshotter(s);
  await snapshotter.take();
  for (let i = 0; i < 3; i++) await s.step();
  const taken = snapshotter.take();
  for (let i = 0; i < 2; i++) await s.step();
  const snapshot = await taken;
  expect(snapshot.state.position).toEqual({ epoch: 0, offset: 24, iterations: 3 });
  expect(snapshot.state.sums.losses[0]![1]).toBe(24);
  await snapshotter.destroy();
  await s.destroy();
  resetNames();
  const still = await fresh();
  const quiet = await snapshotAfter(still, 3);
  expect(snapshot.tensors).toEqual(quiet.tensors);
  expect(snapshot.state).toEqual(quiet.state);
  await still.destroy();
});

test('settings that were changed on the way come back', async () => {
  const s = await fresh();
  s.optimizer.learningRate = 0.5;
  s.optimizer.set('beta1', 0.8);
  s.hyperparameters['dropout/rate'] = 0.1;
  const snapshot = await snapshotAfter(s, 2);
  await s.destroy();
  resetNames();
  const again = await fresh();
  await restore(again, snapshot);
  expect(again.optimizer.learningRate).toBe(0.5);
  expect(again.optimizer.getConfig().beta1).toBe(0.8);
  expect(again.hyperparameters['dropout/rate']).toBe(0.1);
  await again.destroy();
});

test('says which tensors of another model fit, and takes those', async () => {
  const s = await fresh();
  const snapshot = await snapshotAfter(s, 4);
  await s.destroy();
  resetNames();
  const other = await fresh(3, network(5, optimizers.sgd({ learningRate: 0.1 })));
  const { fitted, misfits } = fitOf(other, snapshot.tensors);
  expect(fitted).toEqual(['weights/y/bias']);
  expect(misfits).toContainEqual({
    name: 'weights/dense/kernel',
    why: 'has shape (6, 8), here it is (6, 5)',
  });
  expect(misfits).toContainEqual({
    name: 'optimizer/momentum/y/bias',
    why: 'this model has no such tensor',
  });
  await restore(other, snapshot);
  const bias = other.config.model.weights.find((w) => w.path === 'y/bias')!;
  await other.on.read([bias]);
  expect(bias.read()).toEqual(snapshot.tensors.find((t) => t.name === 'weights/y/bias')!.data);
  await goOn(other, 3);
  await other.destroy();
});
