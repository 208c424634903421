import { expect, test } from 'vitest';
import { fromFunction } from '../../core/nd-array.ts';
import { Builder } from '../../graph/ir/builder.ts';
import { add, mulScalar } from '../../graph/ops/arithmetic.ts';
import { broadcastTo } from '../../graph/ops/broadcast-in-dim.ts';
import { gather } from '../../graph/ops/gather.ts';
import { interpret } from '../../graph/ops/interpret.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { makePlan } from '../make-plan.ts';
import { runGraph } from '../testing/run-graph.ts';
import { sharedDevice } from '../testing/shared-device.ts';

/** Pictures of bytes, 20 lines of `width` pixels with three colours, by number; and something the size of `mask` added. */
function pictures(width: number, mask: readonly number[]) {
  const b = new Builder();
  const shape = [4, 20, width, 3];
  const stored = b.input('variable', 'stored', 'uint8', [9, 60 * width]);
  const picked = gather(b, stored, b.input('batch', 'numbers', 'uint32', [4]));
  const scaled = mulScalar(b, reshape(b, picked, shape), 1 / 255);
  const added = b.input('batch', 'mask', 'float32', mask);
  b.output('x', add(b, scaled, broadcastTo(b, added, shape)));
  const inputs = {
    stored: fromFunction([9, 60 * width], (i) => (i * 37) % 256, 'uint8'),
    numbers: fromFunction([4], (i) => (i * 5 + 2) % 9, 'uint32'),
    mask: fromFunction(mask, (i) => Math.sin(i)),
  };
  return { graph: b.build(), inputs };
}

test.each([
  [4, [4, 3]],
  [8, [20, 8, 3]],
  [8, [4, 20, 8, 3]],
  [4, [3]],
  [5, [5, 3]],
  [4, [4, 1, 1, 1]],
])('lines of %d pixels and a mask of %j', async (width, mask) => {
  const { graph, inputs } = pictures(width, mask);
  const wanted = interpret(graph, inputs).outputs.x!;
  const got = (await runGraph(await sharedDevice(), graph, inputs)).outputs.x!;
  wanted.data.forEach((value, i) => {
    expect(Math.abs(got.data[i]! - value)).toBeLessThan(1e-6);
  });
});

test('four elements are computed at once though a pixel has three', async () => {
  const { facts } = await sharedDevice();
  const [loop] = makePlan(pictures(4, [4, 3]).graph, { ...facts, adapterClass: 'software' }).dispatches;
  expect(loop!.wgsl).toContain('array<vec4f>');
});
