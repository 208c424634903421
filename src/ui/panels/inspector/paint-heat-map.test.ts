import { expect, test } from 'vitest';
import { tileOf } from './paint-heat-map.ts';

test('a matrix is itself, a vector is a row', () => {
  const matrix = tileOf([3, 4]);
  expect([matrix.width, matrix.height, matrix.at(1, 2)]).toEqual([4, 3, 9]);
  expect(tileOf([5])).toMatchObject({ width: 5, height: 1 });
});

test('feature maps are tiles with gaps between', () => {
  const tile = tileOf([2, 2, 3]);
  expect(tile.at(0, 0)).toBe(0);
  expect(tile.at(1, 0)).toBe(3);
  expect(tile.at(2, 0)).toBe(-1);
  expect(tile.at(3, 0)).toBe(1);
});

test('kernels of a convolution are a table: inputs down, outputs across', () => {
  const tile = tileOf([3, 3, 2, 4]);
  expect([tile.width, tile.height]).toEqual([15, 7]);
  expect(tile.at(4, 0)).toBe(1);
  expect(tile.at(0, 4)).toBe(4);
});
