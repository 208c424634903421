import { expect, test } from 'vitest';
import { densities } from './histogram-densities.ts';

const moment = (step: number, edges: number[], counts: number[]) => ({
  step,
  weights: [
    { name: 'kernel', histogram: { edges: Float32Array.from(edges), counts: Int32Array.from(counts) } },
  ],
});

test('histograms of different widths share one scale, and each keeps all of its values', () => {
  const columns = densities([moment(1, [0, 1, 2], [3, 1]), moment(5, [-2, 0, 2], [1, 1])], 'kernel', 4);
  expect(columns.map((column) => Array.from(column))).toEqual([
    [0, 0, 0.75, 0.25],
    [0.25, 0.25, 0.25, 0.25],
  ]);
  expect(densities([], 'kernel', 4)).toEqual([]);
});
