// What a first visit loads before anything is shown: the editor and the graph come later.

import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const MOST = 250_000;

const gzipped = (path: string): number => gzipSync(readFileSync(`dist/${path}`), { level: 9 }).length;
const sum = (sizes: readonly number[]): number => sizes.reduce((a, b) => a + b, 0);

test('the first JavaScript of the page has at most 250 kB', () => {
  const page = readFileSync('dist/index.html', 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(([, path]) => path!);
  expect(scripts.length).toBeGreaterThan(1);
  expect(sum(scripts.map(gzipped)), scripts.join(', ')).toBeLessThanOrEqual(MOST);
});

test('so has each worker, which the page does not wait for', () => {
  const workers = readdirSync('dist/assets').filter((name) => /worker.*\.js$/.test(name));
  expect(workers.length).toBeGreaterThan(0);
  for (const name of workers) expect(gzipped(`assets/${name}`), name).toBeLessThanOrEqual(MOST);
});
