import { test } from 'vitest';
import { fromFunction } from '../../core/nd-array.ts';
import type { Shape } from '../../core/shape.ts';
import { avgPoolDef } from '../../graph/ops/avg-pool.ts';
import { avgPoolGradDef } from '../../graph/ops/avg-pool-grad.ts';
import { maxPoolDef } from '../../graph/ops/max-pool.ts';
import { maxPoolGradDef } from '../../graph/ops/max-pool-grad.ts';
import { explicitPad, type PaddingMode } from '../../graph/ops/padding.ts';
import { expectVariants } from '../testing/expect-variants.ts';
import { avgPoolGradKernel, avgPoolKernel, maxPoolGradKernel, maxPoolKernel } from './pool.ts';

/** Small integers, so that maxima tie and sums are exact. */
const coarse = (shape: Shape, seed: number) =>
  fromFunction(shape, (i) => Math.round(3 * Math.sin((i + 1) * seed)));

test.each<[Shape, [number, number], PaddingMode, number]>([
  [[2, 8, 8, 4], [2, 2], 'valid', 2],
  [[2, 7, 9, 3], [2, 2], 'same', 2],
  [[1, 9, 8, 8], [3, 3], 'same', 1],
  [[3, 9, 7, 5], [3, 2], 'valid', 3],
  [[2, 1, 11, 1], [1, 4], 'same', 2],
  [[1, 5, 6, 64], [3, 3], 'same', 2],
  [[1, 6, 5, 12], [1, 1], 'valid', 3],
])('pools of %j, window %j, %s, stride %i', async (shape, window, mode, stride) => {
  const pad = (axis: 0 | 1) => explicitPad(mode, shape[axis + 1]!, window[axis], stride);
  const attrs = { window, strides: [stride, stride], padding: [pad(0), pad(1)] } as const;
  const x = coarse(shape, 1.7);
  const [y, argmax] = await expectVariants(maxPoolDef, maxPoolKernel, [x], attrs);
  const dy = coarse(y!.shape, 2.3);
  await expectVariants(maxPoolGradDef, maxPoolGradKernel, [dy, argmax!], { ...attrs, inputShape: shape });
  await expectVariants(avgPoolDef, avgPoolKernel, [x], attrs);
  await expectVariants(avgPoolGradDef, avgPoolGradKernel, [dy], { ...attrs, inputShape: shape });
});
