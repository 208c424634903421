import { expect, test } from 'vitest';
import { fromFunction } from '../../core/nd-array.ts';
import { dotDef } from '../../graph/ops/dot.ts';
import { runKernel } from '../testing/run-kernel.ts';
import { sharedDevice } from '../testing/shared-device.ts';
import { matmulKernel } from './matmul.ts';

const opened = await sharedDevice();

test('naive', async () => {
  const a = fromFunction([5, 7], (i) => Math.sin(i));
  const b = fromFunction([7, 3], (i) => Math.cos(i));
  const attrs = { transposeA: false, transposeB: false };
  const [out] = await runKernel(opened, {
    op: dotDef,
    kernel: matmulKernel,
    variant: 'naive',
    inputs: [a, b],
    attrs,
  });
  const [want] = dotDef.reference([a, b], attrs, [out!]);
  out!.data.forEach((x, i) => expect(x).toBeCloseTo(want!.data[i]!, 5));
});
