import { expect, test } from 'vitest';
import { opDef, opNames } from '../graph/ops/table.ts';
import { kernelOf } from './kernels/table.ts';

test('every op with a kernel of its own has one', () => {
  const missing = opNames().filter(
    (name) => opDef(name).form === 'kernel' && name !== 'pack' && kernelOf(name) === undefined,
  );
  expect(missing).toEqual([]);
});
