import { expect, test } from 'vitest';
import { Builder } from '../graph/ir/builder.ts';
import { add, mulScalar } from '../graph/ops/arithmetic.ts';
import { gather } from '../graph/ops/gather.ts';
import { makePlan } from './make-plan.ts';
import { leastDevice } from './testing/least-device.ts';

test('of a table only the rows that are read count, and what is updated in place counts twice', () => {
  const b = new Builder();
  const table = b.input('variable', 'table', 'uint8', [1000, 16]);
  const rows = b.input('batch', 'rows', 'int32', [4]);
  b.output('y', mulScalar(b, gather(b, table, rows), 2));
  const weights = b.input('variable', 'weights', 'float32', [64]);
  b.assign(weights, add(b, weights, weights));
  const [first, second] = makePlan(b.build(), leastDevice('hardware')).dispatches;
  expect(first!.bytes).toBe(4 * 16 + 4 * 4 + 4 * 4 * 16);
  expect(second!.bytes).toBe(2 * 4 * 64);
});
