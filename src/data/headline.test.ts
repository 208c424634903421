import { beforeAll, describe, expect, it } from 'vitest';
import { readDataFile } from '../cli/read-file.ts';
import { headline } from './headline.ts';
import type { Dataset } from './types.ts';
import { splitWords, Vocabulary } from './words.ts';

describe('headline', () => {
  let dataset: Dataset;
  let subjects: readonly string[];
  beforeAll(async () => {
    dataset = await headline.load({ read: readDataFile });
    subjects = [...dataset.texts!.train, ...dataset.texts!.validation];
  });

  it('has 6,046 subjects, about a third of them spam', () => {
    const { train, validation } = dataset;
    expect(train.samples + validation.samples).toBe(6046);
    expect(validation.samples).toBeGreaterThan(1000);
    const spam = [...train.columns.spam!.data, ...validation.columns.spam!.data];
    expect(spam.filter((flag) => flag === 1)).toHaveLength(1896);
    expect(dataset.baseRates.spam).toBeCloseTo(0.68, 2);
  });

  it('holds no address', () => {
    for (const subject of subjects) {
      expect(subject).not.toMatch(/@/);
      expect(subject).not.toMatch(/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/);
      expect(subject).not.toMatch(/[\r\n]|^(from|to|received):/i);
    }
  });

  it('has no conversation in both parts', () => {
    const bare = (subject: string): string =>
      subject
        .toLowerCase()
        .replace(/\[[^\]]*\]/g, '')
        .replace(/^(\s*(re|fw|fwd)\s*:\s*)+/, '')
        .trim();
    const trained = new Set(dataset.texts!.train.map(bare));
    const both = dataset
      .texts!.validation.map(bare)
      .filter((subject) => /[a-z]{3}/.test(subject) && trained.has(subject));
    expect(both).toEqual([]);
  });

  it('gives words as padded ids that read back as the subject', () => {
    const { words } = dataset.validation.columns;
    expect(words).toMatchObject({ shape: [100], dtype: 'int32', depth: 10_000 });
    const row = 17;
    const ids = Array.from(words!.data.subarray(row * 100, row * 100 + 100));
    const expected = splitWords(dataset.texts!.validation[row]!);
    expect(ids.slice(0, 100 - expected.length).every((id) => id === 0)).toBe(true);
    for (const [i, id] of ids.slice(100 - expected.length).entries()) {
      if (id !== 1) expect(words!.names![id]).toBe(expected[i]);
    }
    expect(Math.max(...words!.data)).toBeLessThan(words!.names!.length);
  });

  it('has five numbers of mean 0 and deviation 1 over the training mails', () => {
    const { data, shape } = dataset.train.columns.numbers!;
    expect(shape).toEqual([5]);
    expect(dataset.features).toHaveLength(5);
    for (let k = 0; k < 5; k++) {
      const values = Array.from({ length: dataset.train.samples }, (_, i) => data[i * 5 + k]!);
      const mean = values.reduce((a, b) => a + b) / values.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length).toBeCloseTo(1, 3);
    }
  });

  it('reads other lengths', async () => {
    const short = await headline.load({ read: readDataFile }, { length: 16 });
    expect(short.train.columns.words!.data.length).toBe(short.train.samples * 16);
  });
});

describe('Vocabulary', () => {
  it('splits words, numbers and marks', () => {
    expect(splitWords("Don't pay $1,299 now!! Straße")).toEqual([
      "don't",
      'pay',
      '$',
      '0',
      ',',
      '000',
      'now',
      '!',
      '!',
      'straße',
    ]);
    expect(splitWords('1234567')).toEqual(['00000']);
    expect(splitWords('')).toEqual([]);
  });

  it('counts, sorts, limits, and pads in front', () => {
    const vocabulary = Vocabulary.of(['b a a', 'a b c'], 4, 1);
    expect(vocabulary.names).toEqual(['', '(unknown)', 'a', 'b']);
    expect(Array.from(vocabulary.encode('b c a', 5))).toEqual([0, 0, 3, 1, 2]);
    expect(Array.from(vocabulary.encode('b c a', 2))).toEqual([3, 1]);
    expect(Vocabulary.named(vocabulary.names).idOf('b')).toBe(3);
  });
});
