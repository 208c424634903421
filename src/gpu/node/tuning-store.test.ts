import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tuningFiles } from './tuning-store.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuning-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('what is written is read again, whole, and leaves no other files', async () => {
  const files = tuningFiles(join(folder, 'deep', 'down'));
  expect(await files.read('a.json')).toBeNull();
  await files.write('a.json', 'first');
  await files.write('a.json', 'second');
  expect(await files.read('a.json')).toBe('second');
  expect(await readdir(join(folder, 'deep', 'down'))).toEqual(['a.json']);
});
