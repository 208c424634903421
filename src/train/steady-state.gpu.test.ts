import { beforeAll, beforeEach, expect, test } from 'vitest';
import { fromFunction } from '../core/nd-array.ts';
import type { OpenedDevice } from '../gpu/device.ts';
import { deviceCalls } from '../gpu/testing/device-calls.ts';
import { sharedDevice } from '../gpu/testing/shared-device.ts';
import { input, layers, model as makeModel, ndArray, optimizers, useDevice } from '../index.ts';
import type { AnyModel } from '../nn/model.ts';
import { resetNames } from '../nn/names.ts';
import type { Feed } from './feed.ts';
import { columnsOf } from './runtime/columns.ts';
import { openSession } from './testing/open-session.ts';
import type { TrainingSession } from './training-session.ts';

let opened: OpenedDevice;

beforeAll(async () => {
  opened = await sharedDevice();
});
beforeEach(resetNames);

function feed(samples: number): Feed {
  const x = ndArray(
    Float32Array.from({ length: samples * 6 }, (_, i) => Math.sin(i)),
    [samples, 6],
  );
  const y = ndArray(
    Float32Array.from({ length: samples }, (_, i) => i % 2),
    [samples, 1],
  );
  return { name: 'train', samples, inputs: columnsOf({ x }), targets: columnsOf({ y }) };
}

function classifier(): AnyModel {
  const x = input({ shape: [6], name: 'x' });
  const hidden = layers.dropout({ rate: 0.2 })(layers.dense({ units: 8, activation: 'relu' })(x));
  const m = makeModel({
    inputs: x,
    outputs: layers.dense({ units: 1, activation: 'sigmoid', name: 'y' })(hidden),
  });
  m.compile({
    optimizer: optimizers.sgd({ learningRate: 0.1 }),
    loss: 'binary_crossentropy',
    metrics: ['accuracy'],
  });
  return m as AnyModel;
}

function session(samples: number, batchSize: number): TrainingSession {
  const growing = { feed: feed(samples), available: () => samples, waitFor: () => Promise.resolve() };
  return openSession(opened, classifier(), growing, { batchSize, shuffle: true });
}

test('a step after the first makes no object on the device and submits once', async () => {
  const s = session(400, 4);
  await s.prepare();
  await s.step();
  await s.fetch();
  // Fetching has a submit of its own: none falls due within so few steps.
  Object.assign(s, { lastFetch: Number.POSITIVE_INFINITY });
  const counts = await deviceCalls(opened.device, async () => {
    for (let i = 0; i < 20; i++) await s.step();
  });
  expect(counts).toEqual({ submit: 20 });
  const fetched = await deviceCalls(opened.device, () => s.fetch());
  expect(fetched).toEqual({ submit: 1 });
  await s.destroy();
});

test('epochs after the first make none either, short last batch and all', async () => {
  const s = session(10, 4);
  await s.prepare();
  const epoch = async () => {
    while (!s.atEpochEnd) await s.step();
    await s.endEpoch();
  };
  await epoch();
  const counts = await deviceCalls(opened.device, epoch);
  expect(Object.keys(counts)).toEqual(['submit']);
  await s.destroy();
});

test('single batches of the user make nothing after the first of a shape, and data of equal shapes take its place', async () => {
  useDevice(opened);
  const m = classifier();
  const batch = (n: number) =>
    [fromFunction([n, 6], (i) => Math.cos(i)), fromFunction([n, 1], (i) => i % 2)] as const;
  for (const n of [8, 5]) await m.trainOnBatch(...batch(n));
  const counts = await deviceCalls(opened.device, async () => {
    for (const n of [8, 5, 8, 5]) await m.trainOnBatch(...batch(n));
  });
  expect(counts).toEqual({ submit: 8 });
  for (let i = 0; i < 2; i++) await m.fit(...batch(20), { epochs: 2, batchSize: 8, validationSplit: 0.3 });
  const fits = await deviceCalls(opened.device, async () => {
    await m.fit(...batch(20), { epochs: 2, batchSize: 8, validationSplit: 0.3 });
  });
  // One ring of losses for the call and one for each validation, each with its staging buffer; all of them go again.
  expect({ ...fits, submit: 0 }).toEqual({ createBuffer: 6, submit: 0 });
  await m.dispose();
});

test('the learning rate counts from the next step on, with nothing compiled', async () => {
  const s = session(64, 8);
  await s.prepare();
  const weights = async () => (await s.config.model.getWeights()).flatMap((w) => [...w.data]);
  await s.step();
  const before = await weights();
  s.optimizer.learningRate = 0;
  const counts = await deviceCalls(opened.device, () => s.step());
  expect(counts.createComputePipelineAsync ?? 0).toBe(0);
  expect(counts.createShaderModule ?? 0).toBe(0);
  expect(await weights()).toEqual(before);
  s.optimizer.learningRate = 0.1;
  await s.step();
  expect(await weights()).not.toEqual(before);
  await s.destroy();
});

test('losses and weights of a seed are the same bit for bit, and others for another', async () => {
  const run = async (seed: number) => {
    resetNames();
    const growing = { feed: feed(50), available: () => 50, waitFor: () => Promise.resolve() };
    const s = openSession(opened, classifier(), growing, { batchSize: 8, shuffle: true, seed });
    const losses: number[] = [];
    s.onSteps = (steps) => losses.push(...steps.map((step) => step.logs.loss!));
    await s.prepare();
    for (let epoch = 0; epoch < 3; epoch++) {
      while (!s.atEpochEnd) await s.step();
      await s.endEpoch();
    }
    await s.destroy();
    const weights = await s.config.model.getWeights();
    return { losses, weights: weights.map((w) => [...w.data]) };
  };
  const first = await run(7);
  expect(first.losses).toHaveLength(21);
  expect(await run(7)).toEqual(first);
  expect((await run(8)).losses).not.toEqual(first.losses);
});
