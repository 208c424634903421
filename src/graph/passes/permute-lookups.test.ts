import { expect, test } from 'vitest';
import { fromFunction } from '../../core/nd-array.ts';
import { Builder } from '../ir/builder.ts';
import { verifyGraph } from '../ir/verify.ts';
import { multiply } from '../ops/arithmetic.ts';
import { gather } from '../ops/gather.ts';
import { interpret } from '../ops/interpret.ts';
import { reduce } from '../ops/reduce.ts';
import { reshape } from '../ops/reshape.ts';
import { transpose } from '../ops/transpose.ts';
import { gradients } from './autodiff.ts';
import { permuteLookups } from './permute-lookups.ts';
import { removeDead } from './remove-dead.ts';

const [SAMPLES, STEPS, WIDTH, ROWS] = [3, 5, 4, 7];

/** Rows of a table for each sample and step, their axes permuted; and the gradient of the table. */
function lookup(permutation: readonly number[]) {
  const b = new Builder();
  const table = b.input('variable', 'table', 'float32', [ROWS, WIDTH]);
  const numbers = b.input('batch', 'numbers', 'int32', [SAMPLES, STEPS]);
  const weights = b.input('batch', 'weights', 'float32', [SAMPLES * STEPS * WIDTH]);
  const moved = transpose(b, gather(b, table, numbers), permutation);
  b.output('rows', moved);
  const flat = multiply(b, reshape(b, moved, [SAMPLES * STEPS * WIDTH]), weights);
  const loss = reduce(b, 'sum', multiply(b, flat, flat), [0]);
  b.output('gradient', gradients(b, loss, [table])[0]!);
  return b.build();
}

const inputs = {
  table: fromFunction([ROWS, WIDTH], (i) => Math.sin(i)),
  numbers: fromFunction([SAMPLES, STEPS], (i) => (i * 5) % ROWS, 'int32'),
  weights: fromFunction([SAMPLES * STEPS * WIDTH], (i) => Math.cos(i)),
};

function floatTransposes(graph: ReturnType<typeof lookup>) {
  return graph.instrs.filter((i) => i.op === 'transpose' && graph.values[i.outputs[0]!]!.dtype === 'float32');
}

test('steps before samples: only row numbers are transposed, and all numbers stay', () => {
  const source = lookup([1, 0, 2]);
  const rewritten = removeDead(permuteLookups(source));
  verifyGraph(rewritten);
  expect(floatTransposes(source)).toHaveLength(2);
  expect(floatTransposes(rewritten)).toHaveLength(0);
  const [want, got] = [source, rewritten].map((graph) => interpret(graph, inputs).outputs);
  expect(got!.rows).toEqual(want!.rows);
  for (const [i, value] of want!.gradient!.data.entries())
    expect(got!.gradient!.data[i]).toBeCloseTo(value, 5);
});

test('rows that are taken apart stay as they are', () => {
  const source = lookup([0, 2, 1]);
  expect(permuteLookups(source)).toEqual(source);
});
