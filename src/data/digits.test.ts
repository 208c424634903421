import { beforeAll, describe, expect, it } from 'vitest';
import { readDataFile } from '../cli/read-file.ts';
import { digitPair } from './digit-pair.ts';
import { digitSequence } from './digit-sequence.ts';
import { mnist } from './mnist.ts';
import { sha256 } from './read.ts';
import type { ColumnData, Dataset, Split } from './types.ts';

const context = { read: readDataFile };
let labels: { train: ColumnData; validation: ColumnData };
let pixels: ColumnData;

beforeAll(async () => {
  const base = await mnist.load(context);
  await base.complete;
  labels = { train: base.train.columns.label!.data, validation: base.validation.columns.label!.data };
  pixels = base.validation.columns.pixels!.data;
});

const share = (values: ArrayLike<number>, wanted: number): number =>
  Array.from(values).filter((value) => value === wanted).length / values.length;

describe('digit-sequence', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await digitSequence.load(context, { train: 1000, validation: 2000, seed: 5 });
  });

  it('points into the shared pixels, with the label of each', () => {
    for (const name of ['train', 'validation'] as const) {
      const { digits, labels: steps } = dataset[name].columns;
      expect(digits!.shape).toEqual([20, 784]);
      expect(digits!.index!.shape).toEqual([20]);
      expect(Array.from(digits!.index!.rows, (row) => labels[name][row])).toEqual(Array.from(steps!.data));
    }
  });

  it('has targets that are true of the digits, and balanced', () => {
    const { labels: steps, ascending, most } = dataset.validation.columns;
    for (let i = 0; i < dataset.validation.samples; i++) {
      const sequence = Array.from(steps!.data.subarray(i * 20, i * 20 + 20));
      expect(ascending!.data[i] === 1).toBe(String(sequence) === String([...sequence].sort()));
      const counts = Array.from({ length: 10 }, (_, digit) => sequence.filter((d) => d === digit).length);
      const lead = Math.max(...counts);
      expect(counts.filter((count) => count === lead)).toHaveLength(1);
      expect(counts[most!.data[i]!]).toBe(lead);
    }
    expect(dataset.baseRates.ascending).toBe(0.5);
    for (let digit = 0; digit < 10; digit++) {
      expect(share(most!.data, digit)).toBeGreaterThan(0.07);
      expect(share(most!.data, digit)).toBeLessThan(0.13);
    }
  });

  it('is the same for the same seed and refuses sizes out of range', async () => {
    const again = await digitSequence.load(context, { train: 1000, validation: 2000, seed: 5 });
    expect(again.train.columns.digits!.index!.rows).toEqual(dataset.train.columns.digits!.index!.rows);
    await expect(digitSequence.load(context, { train: 0 })).rejects.toThrow(
      'digit-sequence train: the value must be a whole number from 100 to 60000, got 0',
    );
    await expect(digitSequence.load(context, { rows: 1 })).rejects.toThrow('no parameter "rows"');
  });
});

describe('digit-pair', () => {
  let validation: Split;
  beforeAll(async () => {
    ({ validation } = await digitPair.load(context, { train: 1000, validation: 4000, seed: 2 }));
  });

  it('has equal digits in exactly half of the pairs, never one picture twice', () => {
    const { left, right, same, leftLabel, rightLabel } = validation.columns;
    expect(share(same!.data, 1)).toBe(0.5);
    for (let i = 0; i < validation.samples; i++) {
      const [a, b] = [left!.index!.rows[i]!, right!.index!.rows[i]!];
      expect([leftLabel!.data[i], rightLabel!.data[i]]).toEqual([labels.validation[a], labels.validation[b]]);
      expect(same!.data[i] === 1).toBe(leftLabel!.data[i] === rightLabel!.data[i]);
      expect(a).not.toBe(b);
    }
    for (let digit = 0; digit < 10; digit++) expect(share(rightLabel!.data, digit)).toBeCloseTo(0.1, 1);
  });

  it('crops to 27 x 27', () => {
    const { left, right } = validation.columns;
    expect(left!.shape).toEqual([27, 27, 1]);
    expect(left!.data).toBe(right!.data);
    const image = 4321;
    for (let y = 0; y < 27; y++) {
      const from = image * 784 + y * 28;
      const crop = left!.data.subarray((image * 27 + y) * 27, (image * 27 + y + 1) * 27);
      expect(Array.from(crop)).toEqual(Array.from(pixels.subarray(from, from + 27)));
    }
  });

  it('keeps its draw from release to release', async () => {
    const rows = new Uint8Array(validation.columns.left!.index!.rows.buffer as ArrayBuffer);
    expect(await sha256(rows)).toMatchInlineSnapshot(
      `"d89cf9e0dccf3c22b8cc098452f383b73c080c48cd329185c61f2b07a3a85db1"`,
    );
  });
});
