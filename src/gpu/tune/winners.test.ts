import { expect, test } from 'vitest';
import { type TextStore, Winners } from './winners.ts';

function memory(): TextStore & { readonly files: Map<string, string> } {
  const files = new Map<string, string>();
  return {
    files,
    read: async (name) => files.get(name) ?? null,
    write: async (name, text) => void files.set(name, text),
  };
}

test('winners are there again, for the same adapter', async () => {
  const store = memory();
  const winners = await Winners.load(store, 'one GPU');
  await winners.add('dot 1', 'tile-4x4');
  await winners.add('dot 2', 'tile-8x8');
  expect((await Winners.load(store, 'one GPU')).variants).toEqual({
    'dot 1': 'tile-4x4',
    'dot 2': 'tile-8x8',
  });
  expect((await Winners.load(store, 'another')).variants).toEqual({});
});

test.each([
  ['no JSON', '{"adapter": "one GPU", "kern'],
  ['a number', '7'],
  ['nothing', 'null'],
  ['another adapter', '{"adapter": "another", "kernels": "", "variants": {}}'],
])('a stored file that is %s counts for nothing', async (_what, text) => {
  const store = memory();
  await (await Winners.load(store, 'one GPU')).add('dot', 'naive');
  const [name] = store.files.keys();
  store.files.set(name!, text);
  expect((await Winners.load(store, 'one GPU')).variants).toEqual({});
});

test('what was measured with other kernels, or names no variants, counts for nothing', async () => {
  const store = memory();
  await (await Winners.load(store, 'one GPU')).add('dot', 'naive');
  const [[name, text]] = store.files as unknown as [[string, string]];
  for (const change of [
    { kernels: 'of another version' },
    { variants: { dot: 3 } },
    { variants: [] as string[] },
  ]) {
    store.files.set(name, JSON.stringify({ ...JSON.parse(text), ...change }));
    expect((await Winners.load(store, 'one GPU')).variants).toEqual({});
  }
});

test('a store that fails keeps nothing beyond the page', async () => {
  const fails: TextStore = {
    read: () => Promise.reject(new Error('forbidden')),
    write: () => Promise.reject(new Error('full')),
  };
  const winners = await Winners.load(fails, 'one GPU');
  await winners.add('dot', 'naive');
  expect(winners.variants).toEqual({ dot: 'naive' });
});
