import { describe, test } from 'vitest';
import { fromFunction } from '../../core/nd-array.ts';
import type { Shape } from '../../core/shape.ts';
import { convDef, convInputGradDef } from '../../graph/ops/conv.ts';
import { convKernelGradDef } from '../../graph/ops/conv-kernel-grad.ts';
import { explicitPad, type PaddingMode } from '../../graph/ops/padding.ts';
import { expectVariants } from '../testing/expect-variants.ts';
import { convInputGradKernel, convKernel } from './conv.ts';
import { convKernelGradKernel } from './conv-kernel-grad.ts';
import type { Kernel } from './types.ts';

const varied = (shape: Shape, seed = 1) => fromFunction(shape, (i) => Math.sin((i + 1) * 12.9898 * seed));

/** Picture, [KH, KW, filters], padding, dilation down: strips that end with the line and before it, one pixel, channels around four and eight. */
const CASES: readonly (readonly [Shape, readonly [number, number, number], PaddingMode, number])[] = [
  [[2, 5, 8, 1], [3, 3, 4], 'same', 1],
  [[1, 4, 63, 3], [3, 3, 9], 'same', 1],
  [[2, 3, 19, 8], [1, 3, 12], 'valid', 1],
  [[1, 7, 10, 2], [2, 3, 3], 'valid', 3],
  [[3, 5, 5, 4], [5, 5, 8], 'valid', 1],
  [[1, 6, 17, 5], [5, 5, 1], 'same', 1],
  [[1, 1, 1, 3], [3, 3, 5], 'same', 1],
  [[2, 9, 3, 7], [3, 5, 16], 'same', 2],
  [[2, 33, 65, 1], [4, 3, 2], 'same', 1],
];

/** Only the variants that compute strips of a line. */
const strips = <A extends object>(kernel: Kernel<A>): Kernel<A> => ({
  ...kernel,
  variants: kernel.variants.filter(({ name }) => name.startsWith('line-')),
});

describe.each(CASES)('%j kernel %j %s, dilation %d down', (x, [height, width, filters], mode, dilation) => {
  const pads = [
    explicitPad(mode, x[1]!, height, 1, dilation),
    explicitPad(mode, x[2]!, width, 1, 1),
  ] as const;
  const attrs = { strides: [1, 1], padding: pads, dilation: [dilation, 1] } as const;
  const inputs = [varied(x), varied([height, width, x[3]!, filters], 3)] as const;

  test('conv', async () => {
    await expectVariants(convDef, strips(convKernel), inputs, attrs, true);
  });

  test('conv_input_grad', async () => {
    const dy = varied(convDef.infer([...inputs], attrs)[0]!.shape, 2);
    const backward = { ...attrs, inputShape: x };
    await expectVariants(convInputGradDef, strips(convInputGradKernel), [dy, inputs[1]], backward, true);
  });

  test('conv_kernel_grad', async () => {
    const dy = varied(convDef.infer([...inputs], attrs)[0]!.shape, 2);
    const backward = { ...attrs, kernelShape: inputs[1].shape };
    await expectVariants(convKernelGradDef, strips(convKernelGradKernel), [inputs[0], dy], backward, true);
  });
});
