import { beforeAll, describe, expect, it } from 'vitest';
import { readDataFile } from '../cli/read-file.ts';
import { fashionMnist } from './fashion-mnist.ts';
import type { Dataset, Split } from './types.ts';

describe('fashion-mnist', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await fashionMnist.load({ read: readDataFile });
    await dataset.complete;
  });

  it('has 24,000 + 4,000 pictures, equally many of each class', () => {
    const count = ({ columns }: Split): number[] => {
      const counts = new Array<number>(10).fill(0);
      for (const label of columns.label!.data) counts[label]!++;
      return counts;
    };
    expect(count(dataset.train)).toEqual(new Array(10).fill(2400));
    expect(count(dataset.validation)).toEqual(new Array(10).fill(400));
    expect(dataset.baseRates.label).toBe(0.1);
    expect(dataset.classNames).toHaveLength(10);
  });

  it('has no empty picture and no picture twice, within a part or across', () => {
    const seen = new Set<string>();
    for (const { samples, columns } of [dataset.train, dataset.validation]) {
      const pixels = Buffer.from(columns.pixels!.data.buffer);
      for (let i = 0; i < samples; i++) {
        const picture = pixels.subarray(i * 784, (i + 1) * 784);
        expect(picture.some((value) => value > 0)).toBe(true);
        seen.add(picture.toString('latin1'));
      }
    }
    expect(seen.size).toBe(28_000);
  });

  it('holds pictures: a pixel is like its neighbour, which it is not where bytes were wrapped around', () => {
    const pixels = dataset.validation.columns.pixels!.data;
    let difference = 0;
    for (let i = 1; i < pixels.length; i++) difference += Math.abs(pixels[i]! - pixels[i - 1]!);
    expect(difference / pixels.length).toBeLessThan(25);
  });
});
