import { expect, test } from 'vitest';
import type { StoredRun } from '../../store/run-record.ts';
import { differingSettings } from './differing.ts';

const run = (seed: number, settings: StoredRun['settings']) => ({ seed, settings }) as StoredRun;

test('only what is not the same in all runs is told, a setting that one lacks too', () => {
  const first = run(7, { learningRate: 0.1, units: 64 });
  expect(differingSettings([first])).toEqual([]);
  expect(differingSettings([first, run(7, { learningRate: 0.2, units: 64 })])).toEqual(['learningRate']);
  expect(differingSettings([first, run(8, { learningRate: 0.1, units: 64, rho: 0.9 })])).toEqual([
    'rho',
    'seed',
  ]);
});
