import { beforeAll, beforeEach, expect, test } from 'vitest';
import { TrainyardError } from '../core/errors.ts';
import { fromFunction } from '../core/nd-array.ts';
import type { OpenedDevice } from '../gpu/device.ts';
import { sharedDevice } from '../gpu/testing/shared-device.ts';
import { input, layers, model as makeModel, optimizers } from '../index.ts';
import type { AnyModel } from '../nn/model.ts';
import { resetNames } from '../nn/names.ts';
import { Snapshotter } from './checkpoint/snapshotter.ts';
import { columnsOf } from './runtime/columns.ts';
import { openSession } from './testing/open-session.ts';
import type { TrainingSession } from './training-session.ts';

let opened: OpenedDevice;

beforeAll(async () => {
  opened = await sharedDevice();
});
beforeEach(resetNames);

/** A session whose device has no memory for the allocation of this number; counts the allocations. */
function sessionWithout(failing: number) {
  const state = { made: 0, alive: 0 };
  const m = network();
  const device = scarce(opened.device, failing, state);
  const s = openSession({ ...opened, device }, m, feedOf('train'), {
    batchSize: 4,
    validation: feedOf('validation'),
  });
  return { s, state };
}

function feedOf(name: string) {
  const x = fromFunction([12, 4], (i) => Math.sin(i));
  const y = fromFunction([12, 1], (i) => i % 2);
  const feed = { name, samples: 12, inputs: columnsOf({ x }), targets: columnsOf({ y }) };
  return { feed, available: () => 12, waitFor: () => Promise.resolve() };
}

function network(): AnyModel {
  const x = input({ shape: [4], name: 'x' });
  const hidden = layers.dense({ units: 3, activation: 'tanh' })(x);
  const m = makeModel({ inputs: x, outputs: layers.dense({ units: 1, name: 'y' })(hidden) });
  m.compile({ optimizer: optimizers.adam(), loss: 'mean_squared_error' });
  return m as AnyModel;
}

/** The device, but the n-th buffer is made as where there is no memory: it is of no use, and the error scope around it says so. */
function scarce(device: GPUDevice, failing: number, state: { made: number; alive: number }): GPUDevice {
  let fault = false;
  const own: Partial<Record<keyof GPUDevice, unknown>> = {
    createBuffer: (descriptor: GPUBufferDescriptor) => {
      const buffer = device.createBuffer(descriptor);
      state.alive++;
      const destroy = buffer.destroy.bind(buffer);
      Object.defineProperty(buffer, 'destroy', {
        configurable: true,
        value: () => {
          state.alive--;
          destroy();
        },
      });
      fault = state.made++ === failing;
      return buffer;
    },
    popErrorScope: () => {
      const answer = device.popErrorScope();
      if (!fault) return answer;
      fault = false;
      return answer.then(() => ({ message: 'injected' }));
    },
  };
  return new Proxy(device, {
    get: (target, name) => {
      const found = own[name as keyof GPUDevice] ?? Reflect.get(target, name, target);
      return typeof found === 'function' && !(name in own) ? found.bind(target) : found;
    },
  });
}

/** All that a run does with memory: data, weights, a step, validation, a snapshot, reading back. */
async function exercise(s: TrainingSession): Promise<void> {
  await s.prepare();
  for (let i = 0; i < 3; i++) await s.step();
  await s.endEpoch();
  const snapshotter = new Snapshotter(s);
  await snapshotter.take().finally(() => snapshotter.destroy());
  await s.config.model.getWeights();
}

test('without memory for any one allocation there is a clear error, and nothing is left behind', async () => {
  const all = sessionWithout(-1);
  await exercise(all.s);
  const count = all.state.made;
  await all.s.destroy();
  expect(all.state.alive).toBe(0);
  expect(count).toBeGreaterThan(10);
  for (let failing = 0; failing < count; failing++) {
    resetNames();
    const { s, state } = sessionWithout(failing);
    const error = await exercise(s).then(
      () => null,
      (e: unknown) => e,
    );
    expect(error, `allocation ${failing}`).toBeInstanceOf(TrainyardError);
    expect((error as Error).message).toMatch(
      /^GPU memory: there must be .*B for .*, of .*B that are needed together, got injected. Try: a smaller batch/,
    );
    await s.discard();
    expect(state.alive, `buffers alive after allocation ${failing} failed`).toBe(0);
  }
});

test('a step beyond the limits of the device is refused before anything is made, with the largest batch that fits', async () => {
  const limits = { ...opened.facts.limits, maxStorageBufferBindingSize: 66_000 };
  const facts = { ...opened.facts, limits };
  const x = input({ shape: [4], name: 'x' });
  const wide = layers.dense({ units: 2048, activation: 'tanh' })(x);
  const m = makeModel({ inputs: x, outputs: layers.dense({ units: 1, name: 'y' })(wide) });
  m.compile({ optimizer: optimizers.sgd(), loss: 'mean_squared_error' });
  const s = openSession({ ...opened, facts }, m as AnyModel, feedOf('train'), { batchSize: 12 });
  await expect(s.prepare()).rejects.toThrow(
    /^a step with .* of activations: must fit .*maxStorageBufferBindingSize = 66 kB.*, got 99 kB. Try: a batch of at most 8/,
  );
  await s.discard();
});
