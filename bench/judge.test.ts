import { expect, test } from 'vitest';
import type { Measured } from './alternate.ts';
import { judge } from './judge.ts';
import { mlp } from './rows/mlp.ts';
import { matmul } from './rows/ops.ts';

const measured = (name: string, losses: number[], failure: string | null = null): Measured => ({
  name,
  losses,
  failure,
  blocks: [1],
  cpu: [1],
  prepareMs: 0,
  firstStepMs: 0,
  dispatches: 1,
});

test('a row counts where all losses fall and agree', () => {
  const all = [measured('ours', [2, 1.5, 1.2]), measured('tfjs', [2.001, 1.52])];
  expect(judge(mlp(32), all)).toBeNull();
});

test('a loss that does not fall voids the row', () => {
  const all = [measured('ours', [2, 1.5]), measured('tfjs', [2, 2.1])];
  expect(judge(mlp(32), all)).toBe('the loss of tfjs does not fall');
});

test('losses that disagree void the row: the first by rounding at most', () => {
  expect(judge(mlp(32), [measured('ours', [2, 1]), measured('jax', [2.01, 1])])).toContain(
    'loss 1 of jax is 2.01',
  );
  expect(judge(mlp(32), [measured('ours', [2, 1]), measured('jax', [2, 1.2])])).toContain(
    'loss 2 of jax is 1.2',
  );
  expect(judge(mlp(32), [measured('ours', [2, 1]), measured('jax', [2, Number.NaN])])).not.toBeNull();
});

test('who failed has no say, and single operations need not fall', () => {
  expect(judge(mlp(32), [measured('ours', [2, 1]), measured('tfjs', [9, 9], 'over the limit')])).toBeNull();
  expect(judge(matmul(8), [measured('ours', [3, 3]), measured('jax', [3])])).toBeNull();
});
