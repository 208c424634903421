import { expect, test } from 'vitest';
import { readOptions } from './options.ts';
import { ROWS } from './rows/table.ts';

test('by default all rows and all contestants, compared', () => {
  const options = readOptions([]);
  expect(options.mode).toBe('compare');
  expect(options.rows).toEqual(ROWS.map((row) => row.id));
  expect(options.contestants).toEqual(['ours', 'tfjs-webgpu', 'jax-webgpu', 'tfjs-wasm', 'jax-wasm']);
});

test('parts of names choose rows and peers', () => {
  const options = readOptions(['--row', 'mlp,vqa', '--peer', 'ours,jax-webgpu', '--repeats', '2']);
  expect(options.rows).toEqual(['mlp-32', 'mlp-128', 'mlp-512', 'vqa-16']);
  expect(options.contestants).toEqual(['ours', 'jax-webgpu']);
  expect(options.rounds).toBe(2);
});

test('Node runs ours alone', () => {
  expect(readOptions(['--node']).contestants).toEqual(['ours']);
});

test('nonsense is an error that says what is known', () => {
  expect(() => readOptions(['--row', 'resnet'])).toThrow(/--row must name one of mlp-32/);
  expect(() => readOptions(['--repeats', 'many'])).toThrow(
    /--repeats must be a whole number above 0, got many/,
  );
});
