import { beforeAll, describe, expect, it } from 'vitest';
import { readDataFile } from '../cli/read-file.ts';
import { fileOfRole, readEntry } from './manifest.ts';
import { readJson } from './read.ts';
import { cutPieces, type Excerpt } from './text-pieces.ts';
import { codesOf, textOf, tweetPair } from './tweet-pair.ts';
import type { Dataset } from './types.ts';

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

  it('has no address in both parts', async () => {
    const entry = await readEntry(context, 'tweet-pair');
    const addressesOf = async (split: string): Promise<number[]> => {
      const excerpts = await readJson<Excerpt[]>(context, fileOfRole(entry, `${split}-excerpts`));
      return excerpts.map(({ address }) => address);
    };
    const all = [...(await addressesOf('train')), ...(await addressesOf('validation'))];
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(233);
  });

  it('has no sentence of 100 characters in both parts', () => {
    const trained = Buffer.from(dataset.train.columns.left!.data).toString('latin1');
    const tested = dataset.validation.columns.left!.data;
    let found = 0;
    for (let row = 0; row < 400; row++) {
      const piece = textOf(tested.subarray(row * 140 + 20, row * 140 + 120));
      if (trained.includes(piece)) found++;
    }
    expect(found).toBe(0);
  });

  it('never pairs pieces that share text', () => {
    for (const { columns, samples } of [dataset.train, dataset.validation]) {
      const { data, index } = columns.left!;
      const pieceAt = (row: number): string => textOf(data.subarray(row * 140, row * 140 + 140));
      for (let i = 0; i < samples; i += 7) {
        const [left, right] = [pieceAt(index!.rows[i]!), pieceAt(columns.right!.index!.rows[i]!)];
        expect(left.includes(right.slice(0, 70)) || right.includes(left.slice(0, 70))).toBe(false);
      }
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

describe('cutPieces', () => {
  const text = new TextEncoder().encode('one two three four five six');

  it('begins with words, keeps within excerpts, and tells where each piece was', () => {
    const excerpts = [
      { address: 3, length: 14 },
      { address: 5, length: 13 },
    ];
    const { codes, starts, addresses } = cutPieces(text, excerpts, 7, 3);
    const pieces = Array.from(starts, (_, i) => textOf(codes.subarray(i * 7, i * 7 + 7)));
    expect(pieces).toEqual(['one two', 'two thr', 'four fi', 'five si']);
    expect(Array.from(starts)).toEqual([0, 4, 14, 19]);
    expect(Array.from(addresses)).toEqual([3, 3, 5, 5]);
  });
});
