import { expect, test } from 'vitest';
import { fromFunction, full } from '../../core/nd-array.ts';
import { Builder } from '../../graph/ir/builder.ts';
import { add } from '../../graph/ops/arithmetic.ts';
import { catchUpRows } from '../../graph/ops/catch-up-rows.ts';
import { constant } from '../../graph/ops/constant.ts';
import { compileGraph, readResults, setInputs } from '../testing/run-graph.ts';
import { sharedDevice } from '../testing/shared-device.ts';

const [ROWS, WIDTH] = [4, 8];

/** The clock goes on by `by`, then all rows are brought up to it. */
function walk(by: number) {
  const b = new Builder();
  const average = b.input('variable', 'average', 'float32', [ROWS, WIDTH]);
  const touched = b.input('variable', 'touched', 'uint32', [ROWS]);
  const clock = b.input('variable', 'clock', 'uint32', []);
  const now = add(b, clock, constant(b, by, 'uint32'));
  const numbers = b.input('batch', 'numbers', 'float32', [1]);
  const [averages, steps] = catchUpRows(b, average, touched, now, numbers);
  b.assign(average, averages!);
  b.assign(touched, steps!);
  b.assign(clock, now);
  return b.build();
}

async function averagesAfter(by: number, times: number, factor: number) {
  const graph = walk(by);
  const on = await compileGraph(await sharedDevice(), graph);
  setInputs(on, graph, {
    average: fromFunction([ROWS, WIDTH], (i) => 10 ** -i),
    touched: full([ROWS], 0, 'uint32'),
    clock: full([], 0, 'uint32'),
    numbers: full([1], factor),
  });
  for (let i = 0; i < times; i++) on.compiled.run();
  const { assigned } = await readResults(on, graph);
  on.destroy();
  return assigned;
}

test.each([0.9, 0.25, 0, 1])(
  'a thousand steps at once are a thousand steps, down to zero, with %f',
  async (factor) => {
    expect(await averagesAfter(1000, 1, factor)).toEqual(await averagesAfter(1, 1000, factor));
  },
);
