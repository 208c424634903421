import { expect, test } from 'vitest';
import { Builder } from '../graph/ir/builder.ts';
import { multiply, subtract } from '../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../graph/ops/broadcast-in-dim.ts';
import { pack } from '../graph/ops/pack.ts';
import { sum } from '../graph/ops/reduce.ts';
import { slice } from '../graph/ops/slice.ts';
import { makePlan } from './make-plan.ts';
import { leastDevice } from './testing/least-device.ts';

const device = leastDevice('hardware');

test('sums of many runs of one variable stay within the buffers that a kernel may bind', () => {
  const b = new Builder();
  const params = b.input('variable', 'params', 'float32', [64 * 12]);
  for (let i = 0; i < 12; i++) {
    const run = slice(b, params, [64 * i], [64]);
    b.output(`sum ${i}`, sum(b, multiply(b, run, run)));
  }
  const { dispatches } = makePlan(b.build(), device);
  expect(Math.max(...dispatches.map((d) => d.bindings.length))).toBeLessThanOrEqual(8);
});

test('what makes one part of a pack may read another: no kernel binds the buffer both ways', () => {
  const b = new Builder();
  const x = b.input('variable', 'x', 'float32', [8, 64]);
  const means = sum(b, x, [0]);
  const centred = subtract(b, x, broadcastInDim(b, means, [8, 64], [1]));
  const squares = sum(b, multiply(b, centred, centred), [0]);
  b.output('both', pack(b, [means, squares, multiply(b, means, means)], [0, 64, 128], 192));
  const { dispatches } = makePlan(b.build(), device);
  for (const { bindings } of dispatches) {
    const key = ({ ref }: (typeof bindings)[number]) => `${ref.kind} ${ref.slot} ${ref.name}`;
    const written = bindings.filter((one) => one.access === 'read_write').map(key);
    for (const one of bindings) if (one.access === 'read') expect(written).not.toContain(key(one));
  }
});
