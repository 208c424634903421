import { expect, test } from 'vitest';
import type { VariableStore } from '../gpu/buffers.ts';
import { ResidentData } from './resident-data.ts';
import type { GrowingFeed } from './training-session.ts';

const SAMPLES = 20;
const WIDTH = 3;

/** A store in memory that takes only what a queue would: offsets at multiples of four bytes. */
function fakeStore() {
  const held = new Map<string, Uint8Array | Uint32Array>();
  const store = {
    has: (name: string) => held.has(name),
    buffer: (name: string, dtype: string, [rows = 1, width = 1]: number[]) =>
      held.set(name, dtype === 'uint8' ? new Uint8Array(rows * width) : new Uint32Array(rows * width)),
    write: (name: string, data: Uint8Array, offset = 0) => {
      expect((offset * data.BYTES_PER_ELEMENT) % 4).toBe(0);
      held.get(name)!.set(data, offset);
    },
  };
  return { store: store as unknown as VariableStore, held };
}

/** A feed whose samples arrive when told. Who asked last is answered first. */
function fakeFeed(available: number) {
  const data = new Uint8Array(SAMPLES * WIDTH);
  let waiting: { samples: number; resolve(): void; reject(error: Error): void }[] = [];
  const fill = (to: number) => data.fill(7, 0, to * WIDTH);
  fill(available);
  const x = { name: 'x', shape: [WIDTH], dtype: 'uint8', data, encoding: 'scale' } as const;
  const feed: GrowingFeed = {
    feed: { name: 'train', samples: SAMPLES, inputs: { x }, targets: {} },
    available: () => available,
    waitFor: (samples) =>
      samples <= available
        ? Promise.resolve()
        : new Promise((resolve, reject) => waiting.unshift({ samples, resolve, reject })),
  };
  return {
    feed,
    arrive(more: number) {
      available += more;
      fill(available);
      for (const { samples, resolve } of waiting) if (samples <= available) resolve();
      waiting = waiting.filter(({ samples }) => samples > available);
    },
    fail() {
      for (const { reject } of waiting.splice(0)) reject(new Error('no shard'));
    },
  };
}

const rowsOf = (held: Map<string, Uint8Array | Uint32Array>) =>
  Array.from({ length: SAMPLES }, (_, i) => held.get('data/train/0/x')![i * WIDTH + WIDTH - 1]! > 0);
const first = (n: number) => Array.from({ length: SAMPLES }, (_, i) => i < n);

test('rows lie on the device before whoever waits for them goes on, whoever was told of them first', async () => {
  const { store, held } = fakeStore();
  const { feed, arrive } = fakeFeed(5);
  const data = new ResidentData(store);
  data.add(feed);
  await data.have(feed, 5);
  expect(rowsOf(held)).toEqual(first(5));
  const seen = data.have(feed, 10).then(() => rowsOf(held));
  arrive(6);
  expect(await seen).toEqual(first(11));
  arrive(9);
  await data.have(feed, SAMPLES);
  expect(rowsOf(held)).toEqual(first(SAMPLES));
});

test('rows are uploaded as they arrive, though nobody waits', async () => {
  const { store, held } = fakeStore();
  const { feed, arrive } = fakeFeed(1);
  new ResidentData(store).add(feed);
  arrive(4);
  await new Promise((resolve) => setTimeout(resolve));
  expect(rowsOf(held)).toEqual(first(5));
});

test('rows of a shard that failed are uploaded when it was read again', async () => {
  const { store, held } = fakeStore();
  const { feed, arrive, fail } = fakeFeed(4);
  const data = new ResidentData(store);
  data.add(feed);
  const wait = data.have(feed, 8);
  fail();
  await expect(wait).rejects.toThrow('no shard');
  arrive(16);
  await data.have(feed, 8);
  expect(rowsOf(held)).toEqual(first(SAMPLES));
});
