import { beforeAll, describe, expect, it } from 'vitest';
import { readDataFile } from '../cli/read-file.ts';
import { readEntry } from './manifest.ts';
import { codesOf, textOf, tweetPair } from './tweet-pair.ts';
import type { Dataset } from './types.ts';
import { readColumn } from './whole.ts';

const context = { read: readDataFile };

describe('tweet-pair', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await tweetPair.load(context, { train: 20_000, validation: 4000 });
  });

  it('is one-hot text of 140 characters, shared by both sides', () => {
    const { left, right } = dataset.train.columns;
    expect(left).toMatchObject({ shape: [140], dtype: 'uint8', encoding: 'one-hot', depth: 256 });
    expect(left!.data).toBe(right!.data);
    const row = left!.index!.rows[0]! * 140;
    expect(textOf(left!.data.subarray(row, row + 140))).toMatch(/^[\x20-\x7e\xa1-\xff]{140}$/);
  });

  it('has one author in half of the pairs; authors come evenly', () => {
    const { same, leftAuthor, rightAuthor } = dataset.train.columns;
    const counts = new Map<number, number>();
    for (let i = 0; i < dataset.train.samples; i++) {
      expect(same!.data[i] === 1).toBe(leftAuthor!.data[i] === rightAuthor!.data[i]);
      counts.set(leftAuthor!.data[i]!, (counts.get(leftAuthor!.data[i]!) ?? 0) + 1);
    }
    expect(dataset.baseRates.same).toBe(0.5);
    expect(counts.size).toBe(43);
    for (const times of counts.values()) expect(Math.abs(times - 20_000 / 43)).toBeLessThan(120);
  });

  it('has no address in both parts and pairs pieces of different addresses', async () => {
    const entry = await readEntry(context, 'tweet-pair');
    const train = await readColumn(context, entry, 'train', 'address');
    const validation = await readColumn(context, entry, 'validation', 'address');
    const authors = await readColumn(context, entry, 'train', 'author');
    const trained = new Set(train);
    expect([...new Set(validation)].filter((address) => trained.has(address))).toEqual([]);
    expect(new Set([...train, ...validation]).size).toBe(233);
    const { left, right } = dataset.train.columns;
    const addresses = Array.from({ length: 43 }, () => new Set<number>());
    for (const [row, author] of authors.entries()) addresses[author]!.add(train[row]!);
    for (const [i, row] of left!.index!.rows.entries()) {
      const other = right!.index!.rows[i]!;
      expect(row).not.toBe(other);
      if (train[row] === train[other]) expect(addresses[authors[row]!]!.size).toBeLessThan(3);
    }
  });

  it('is drawn alike for the same seed', async () => {
    const again = await tweetPair.load(context, { train: 20_000, validation: 4000 });
    const other = await tweetPair.load(context, { train: 20_000, validation: 4000, seed: 2 });
    const rows = dataset.train.columns.left!.index!.rows;
    expect(again.train.columns.left!.index!.rows).toEqual(rows);
    expect(other.train.columns.left!.index!.rows).not.toEqual(rows);
  });

  it('codes what a person types', () => {
    expect(codesOf('Café €').slice(0, 7)).toEqual(Uint8Array.of(67, 97, 102, 233, 32, 63, 32));
    expect(codesOf('x'.repeat(300))).toHaveLength(140);
  });
});
