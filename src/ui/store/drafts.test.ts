import { expect, test } from 'vitest';
import { connect } from '../../worker/client.ts';
import { createFakeWorker } from '../testing/fake-worker.ts';
import { createApp } from './app.ts';
import { keepDrafts, readDrafts } from './drafts.ts';
import { DEFAULT_VIEW, DEFAULT_WANTED } from './initial.ts';

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test('code that was written is there after a reload', () => {
  const storage = memory();
  const engine = connect(createFakeWorker({ tick: 1 }));
  const app = createApp({ engine, wanted: DEFAULT_WANTED, view: DEFAULT_VIEW });
  keepDrafts(app, storage);
  app.update('code', { drafts: { vqa: 'mine' } });
  app.coalescer.flush();
  expect(readDrafts(storage)).toEqual({ vqa: 'mine' });
});

test('what makes no sense is left out, and no storage is no error', () => {
  const read = (text: string) => readDrafts({ getItem: () => text, setItem: () => {} });
  expect(read('{"a":1,"b":"x"}')).toEqual({ b: 'x' });
  expect(read('nonsense')).toEqual({});
  expect(read('null')).toEqual({});
  expect(read(JSON.stringify({ a: 'x'.repeat(100_001) }))).toEqual({});
  expect(readDrafts(null)).toEqual({});
});
