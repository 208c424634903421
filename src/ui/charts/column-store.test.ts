import { expect, test } from 'vitest';
import { ColumnStore } from './column-store.ts';

const rows = (from: number, count: number) => Float64Array.from({ length: count }, (_, i) => from + i);

test('grows past its first capacity and keeps every value', () => {
  const store = new ColumnStore();
  for (let i = 0; i < 50; i++) store.append({ step: rows(i * 100, 100), loss: rows(i * 100, 100) });
  expect(store.length).toBe(5000);
  expect(store.column('loss')).toEqual(rows(0, 5000));
  expect(store.last('loss')).toBe(4999);
});

test('a column that comes late is NaN before, one that is left out is NaN after', () => {
  const store = new ColumnStore();
  store.append({ step: rows(0, 2) });
  store.append({ step: rows(2, 1), rate: rows(7, 1) });
  store.append({ step: rows(3, 1) });
  expect([...store.column('rate')]).toEqual([Number.NaN, Number.NaN, 7, Number.NaN]);
});

test('the mean of the last rows ignores NaN', () => {
  const store = new ColumnStore();
  expect(store.lastMean('loss', 3)).toBeNull();
  store.append({ step: rows(1, 4), loss: Float64Array.of(9, 1, Number.NaN, 3) });
  expect(store.lastMean('loss', 3)).toBe(2);
});

test('truncates behind a step and clears', () => {
  const store = new ColumnStore();
  store.append({ step: rows(1, 10), loss: rows(1, 10) });
  store.truncateAfter(4);
  expect([...store.column('step')]).toEqual([1, 2, 3, 4]);
  const version = store.version;
  store.clear();
  expect(store.length).toBe(0);
  expect(store.version).toBeGreaterThan(version);
});
