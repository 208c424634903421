import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TrainyardError } from '../../core/errors.ts';
import type { Snapshot } from '../../train/checkpoint/snapshot.ts';
import { fakeLocks } from '../testing/fake-locks.ts';
import { CurveLog } from './curve-log.ts';
import { HEAD, seal, unseal, wordsOf } from './envelope.ts';
import { joined } from './folder.ts';
import { MemoryFolder } from './memory-folder.ts';
import { readRunFile, writeRunFile } from './run-file.ts';
import { RunLock } from './run-lock.ts';
import { SnapshotShelf } from './snapshot-shelf.ts';

const options = { numRuns: Number(process.env.FUZZ_RUNS ?? 500), seed: 7 };

const about = (run: string, step: number) => ({
  run,
  preset: 'mnist-mlp',
  size: 'quick' as const,
  step,
  epoch: 0,
  at: 1000 + step,
  loss: 0.5,
});
const settled = () => new Promise((resolve) => setTimeout(resolve));
const content = (fill: number, length = 100) => new Uint8Array(length).fill(fill);

test('an envelope gives back what was put in, and notices any change', async () => {
  const file = joined(await seal('{"a":1}', content(7)));
  expect(wordsOf(file.subarray(0, HEAD))).toBe('{"a":1}');
  expect(await unseal(file)).toEqual(content(7));
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: file.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const damaged = file.slice();
      damaged[at] = damaged[at]! ^ flip;
      await expect(unseal(damaged)).rejects.toThrow(/must be whole/);
      await expect(unseal(file.subarray(0, at))).rejects.toThrow(/must be whole/);
    }),
    options,
  );
});

test('keeps the newest of each run within the quota, and finds them again', async () => {
  const folder = new MemoryFolder();
  const open = () => new SnapshotShelf(Promise.resolve(folder), Promise.resolve(1100));
  const shelf = open();
  for (let step = 1; step <= 4; step++) await shelf.put(about('a', step), content(step));
  for (let step = 5; step <= 7; step++) await shelf.put(about('b', step), content(step));
  expect((await shelf.list()).map((s) => s.step)).toEqual([7, 6, 4, 3]);
  expect((await open().list()).map((s) => s.step)).toEqual([7, 6, 4, 3]);
  await shelf.put(about('c', 8), content(8, 500));
  expect((await shelf.list()).map((s) => s.step)).toEqual([8, 7, 6]);
  const [newest] = await open().list();
  expect(await open().read(newest!.id)).toEqual(content(8, 500));
  expect(folder.files.size).toBe(3);
  await shelf.delete(newest!.id);
  const event = await shelf.event();
  expect(event).toMatchObject({
    quotaBytes: 1100,
    notice: expect.stringMatching(/lets the page store nothing/),
  });
});

test('makes room on a full disk by letting the oldest go, and says so where that does not help', async () => {
  class FullFolder extends MemoryFolder {
    room = 3;
    override async write(...[name, parts]: Parameters<MemoryFolder['write']>): Promise<void> {
      if (this.files.size >= this.room) throw new DOMException('no room', 'QuotaExceededError');
      await super.write(name, parts);
    }
  }
  const folder = new FullFolder();
  const shelf = new SnapshotShelf(Promise.resolve(folder), Promise.resolve(1e6));
  for (let step = 1; step <= 3; step++) await shelf.put(about(`run ${step}`, step), content(step));
  await shelf.put(about('run 4', 4), content(4));
  expect((await shelf.list()).map((s) => s.step)).toEqual([4, 3, 2]);
  folder.room = 0;
  await shelf.put(about('run 5', 5), content(5));
  expect((await shelf.list()).map((s) => s.step)).toEqual([4]);
  expect(await shelf.event()).toMatchObject({ notice: 'Snapshots cannot be stored: no room' });
});

test('leaves files alone that are none of ours', async () => {
  const folder = new MemoryFolder();
  await folder.write('stranger', [content(1)]);
  await folder.write('liar', await seal('{"preset":5}', content(1)));
  const shelf = new SnapshotShelf(Promise.resolve(folder), Promise.resolve(1e6));
  expect(await shelf.list()).toEqual([]);
  await shelf.put(about('a', 1), content(1));
  expect([...folder.files.keys()]).toHaveLength(3);
});

test('curves go on, go back and are thinned', () => {
  const log = new CurveLog();
  const batch = (from: number, to: number, more: object = {}) => {
    const step = Float64Array.from({ length: to - from + 1 }, (_, i) => from + i);
    return { step, loss: step.map((s) => -s), ...more };
  };
  log.add(batch(1, 3));
  log.add(batch(4, 5, { accuracy: Float64Array.of(0.4, 0.5) }));
  log.add(batch(5, 6));
  const { columns } = log.until(5);
  expect(columns.step).toEqual(Float64Array.of(1, 2, 3, 4, 5));
  expect(columns.accuracy).toEqual(Float64Array.of(Number.NaN, Number.NaN, Number.NaN, 0.4, Number.NaN));
  expect(log.last('loss')).toBe(-6);
  log.add(batch(7, 140_000));
  const thin = log.until(Number.POSITIVE_INFINITY).columns;
  expect(thin.step!.length).toBe(70_000);
  expect(thin.loss!.length).toBe(70_000);
  log.add(batch(140_001, 140_002));
  expect(log.last('step')).toBe(140_002);
});

const snapshot: Snapshot = {
  state: {
    position: { epoch: 1, offset: 16, iterations: 9 },
    seed: 3,
    piece: 8,
    hyperparameters: { 'dropout/rate': 0.1, loss_weight: 1 / 3 },
    optimizer: { className: 'Adam', learningRate: 1e-3, numbers: { beta1: 0.9 } },
    variants: { 'dot float32(8, 4) float32(4, 2) {}': 'tile-4x4' },
    sums: { losses: [[1 / 3, 8]], metrics: [[1, 8]] },
  },
  tensors: [{ name: 'weights/dense/kernel', shape: [2, 2], data: Float32Array.of(1, -0, 1e-45, 3e38) }],
};
const run = { preset: 'mnist-mlp', size: 'quick', values: { units: 8 }, extras: {}, seed: 3 } as const;
const curves = { step: Float64Array.of(1, 2), loss: Float64Array.of(1 / 3, Number.NaN) };
const epochs = [{ epoch: 1, step: 5, logs: { loss: 1, val_loss: Number.NaN } }];

test('a run comes back from its file bit for bit', () => {
  const file = readRunFile(writeRunFile(run, snapshot, curves, epochs));
  const plain = (x: unknown) => JSON.parse(JSON.stringify(x));
  expect(plain(file.state)).toEqual(plain(snapshot.state));
  expect(plain(file.about)).toEqual(run);
  expect(file.tensors).toEqual(snapshot.tensors);
  expect({ ...file.curves }).toEqual(curves);
  expect(file.epochs.map((e) => ({ ...e, logs: { ...e.logs } }))).toEqual(epochs);
});

test('damaged run files give an error on purpose or a run', () => {
  const whole = writeRunFile(run, snapshot, curves, epochs);
  const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      const file = whole.slice();
      for (const [at, value] of changes) file[at] = value;
      try {
        readRunFile(file);
      } catch (error) {
        expect(error).toBeInstanceOf(TrainyardError);
      }
    }),
    options,
  );
});

test('of two tabs the first has the run until it leaves it, and then the other', async () => {
  const locks = fakeLocks();
  const [first, second] = [1, 2].map(() => new RunLock(locks));
  const freed: string[] = [];
  expect(await first!.take('a')).toBe(true);
  expect(await second!.take('a', () => freed.push('a'))).toBe(false);
  expect(await second!.take('b')).toBe(true);
  first!.leave();
  await settled();
  expect(freed).toEqual([]);
  expect(await first!.take('b', () => freed.push('b'))).toBe(false);
  second!.leave();
  await settled();
  expect(freed).toEqual(['b']);
  expect(await second!.take('b')).toBe(false);
  expect(await second!.take('a')).toBe(true);
  expect(await new RunLock(undefined).take('a')).toBe(true);
});
