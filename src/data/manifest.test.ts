import { describe, expect, it } from 'vitest';
import { readDataFile } from '../cli/read-file.ts';
import type { FileEntry } from './manifest.ts';
import { provenanceOf, readEntry } from './manifest.ts';
import { readVerified } from './read.ts';

const context = { read: readDataFile };
const ids = ['mnist', 'fashion-mnist', 'headline', 'tweet-pair'];

describe('public/data', () => {
  it('is described to the byte, in shards of at most 2 MB, 20 MB in all', async () => {
    const files: FileEntry[] = [];
    for (const id of ids) files.push(...(await readEntry(context, id)).files);
    for (const file of files) await readVerified(context, file);
    expect(Math.max(...files.map((file) => file.bytes))).toBeLessThanOrEqual(2_000_000);
    const manifest = await readDataFile('manifest.json');
    const total = files.reduce((sum, file) => sum + file.bytes, manifest.length);
    expect(total).toBeLessThan(20_000_000);
  });

  it('covers every sample of every column, shard after shard', async () => {
    for (const id of ids) {
      const entry = await readEntry(context, id);
      const next = new Map<string, number>();
      for (const file of entry.files.filter((candidate) => candidate.column !== undefined)) {
        const key = `${file.split} ${file.column}`;
        expect(file.start).toBe(next.get(key) ?? 0);
        next.set(key, file.start! + file.samples!);
      }
      for (const [key, end] of next) expect(end).toBe(entry.splits[key.split(' ')[0]!]!.samples);
    }
  });

  it('names package, version, origin and licence', async () => {
    for (const id of ids) {
      const { source, origin, licence, description } = provenanceOf(await readEntry(context, id));
      expect(source).toMatch(/^npm package \S+ \d+\.\d+\.\d+$/);
      for (const text of [origin, licence, description]) expect(text.length).toBeGreaterThan(10);
    }
  });

  it('has no other data set', async () => {
    await expect(readEntry(context, 'cifar')).rejects.toThrow('manifest.json: there must be an entry');
  });
});
