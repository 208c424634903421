import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as api from './index.ts';
import { ACTIVATIONS } from './nn/activations/table.ts';

const text = readFileSync(new URL('../docs/api.md', import.meta.url), 'utf8');
const words = new Set(text.match(/[A-Za-z_][A-Za-z0-9_]*/g));

const missing = (names: readonly string[]) => names.filter((name) => !words.has(name));

test.each([
  ['layers', api.layers],
  ['losses', api.losses],
  ['metrics', api.metrics],
  ['optimizers', api.optimizers],
  ['schedules', api.schedules],
  ['callbacks', api.callbacks],
  ['initializers', api.initializers],
  ['regularizers', api.regularizers],
  ['activations', ACTIVATIONS],
])('docs/api.md names all %s', (_name, table) => {
  expect(missing(Object.keys(table))).toEqual([]);
});

test('docs/api.md names all functions', () => {
  const functions = Object.entries(api).filter(
    ([name, value]) => typeof value === 'function' && /^[a-z]/.test(name),
  );
  expect(missing(functions.map(([name]) => name))).toEqual([]);
});
