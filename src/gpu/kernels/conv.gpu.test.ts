import { describe, test } from 'vitest';
import { fromFunction } from '../../core/nd-array.ts';
import type { Shape } from '../../core/shape.ts';
import { convDef, convInputGradDef } from '../../graph/ops/conv.ts';
import { convKernelGradDef } from '../../graph/ops/conv-kernel-grad.ts';
import { depthwiseConvDef } from '../../graph/ops/depthwise-conv.ts';
import { depthwiseConvInputGradDef } from '../../graph/ops/depthwise-conv-input-grad.ts';
import { depthwiseConvKernelGradDef } from '../../graph/ops/depthwise-conv-kernel-grad.ts';
import { explicitPad, type PaddingMode } from '../../graph/ops/padding.ts';
import type { WindowAttrs } from '../../graph/ops/window.ts';
import { expectVariants } from '../testing/expect-variants.ts';
import { convInputGradKernel, convKernel } from './conv.ts';
import { convKernelGradKernel } from './conv-kernel-grad.ts';
import {
  depthwiseConvInputGradKernel,
  depthwiseConvKernel,
  depthwiseConvKernelGradKernel,
} from './depthwise.ts';

const varied = (shape: Shape, seed = 1) => fromFunction(shape, (i) => Math.sin((i + 1) * 12.9898 * seed));

interface Case {
  readonly x: Shape;
  /** [KH, KW, filters], for the depthwise kernels the depth multiplier in place of the filters. */
  readonly kernel: readonly [number, number, number];
  readonly mode: PaddingMode;
  readonly stride?: number;
  readonly dilation?: number;
  /** Run also the variants that are made for bigger sizes. */
  readonly every?: boolean;
}

const CASES: readonly Case[] = [
  { x: [2, 7, 6, 3], kernel: [3, 3, 5], mode: 'same', every: true },
  { x: [2, 5, 19, 1], kernel: [3, 3, 64], mode: 'valid' },
  { x: [1, 4, 17, 64], kernel: [3, 3, 64], mode: 'same' },
  { x: [2, 5, 9, 8], kernel: [2, 4, 20], mode: 'same' },
  { x: [1, 9, 10, 4], kernel: [5, 5, 12], mode: 'valid' },
  { x: [2, 9, 8, 4], kernel: [3, 3, 8], mode: 'same', stride: 2, every: true },
  { x: [1, 11, 10, 5], kernel: [3, 2, 3], mode: 'valid', stride: 3 },
  { x: [1, 9, 11, 8], kernel: [3, 3, 4], mode: 'same', dilation: 2 },
  { x: [1, 9, 8, 4], kernel: [3, 3, 5], mode: 'same', stride: 2, dilation: 2 },
  { x: [2, 4, 5, 3], kernel: [1, 1, 64], mode: 'valid', stride: 2 },
  { x: [2, 3, 5, 64], kernel: [1, 1, 3], mode: 'same' },
  { x: [2, 1, 33, 5], kernel: [1, 5, 65], mode: 'same' },
  { x: [1, 6, 34, 16], kernel: [3, 3, 3], mode: 'same' },
];

const title = ({ x, kernel, mode, stride = 1, dilation = 1 }: Case) =>
  `${x.join('×')} kernel ${kernel.join('×')} ${mode} stride ${stride} dilation ${dilation}`;

function attrsOf({ x, kernel, mode, stride = 1, dilation = 1 }: Case): WindowAttrs {
  const pad = (axis: 0 | 1) => explicitPad(mode, x[axis + 1]!, kernel[axis], stride, dilation);
  return { strides: [stride, stride], padding: [pad(0), pad(1)], dilation: [dilation, dilation] };
}

describe.each(CASES.map((c) => [title(c), c] as const))('%s', (_, c) => {
  const attrs = attrsOf(c);
  const [height, width, filters] = c.kernel;
  const channels = c.x[3]!;
  const options = { timeout: c.every ? 300_000 : 60_000 };

  describe('convolution', () => {
    const kernelShape = [height, width, channels, filters];
    const [x, w] = [varied(c.x), varied(kernelShape, 3)];
    const dy = varied(convDef.infer([x, w], attrs)[0]!.shape, 2);
    const inputGrad = { ...attrs, inputShape: c.x };
    const kernelGrad = { ...attrs, kernelShape };

    test('conv', options, async () => {
      await expectVariants(convDef, convKernel, [x, w], attrs, c.every);
    });
    test('conv_input_grad', options, async () => {
      await expectVariants(convInputGradDef, convInputGradKernel, [dy, w], inputGrad, c.every);
    });
    test('conv_kernel_grad', options, async () => {
      await expectVariants(convKernelGradDef, convKernelGradKernel, [x, dy], kernelGrad, c.every);
    });
  });

  test('depthwise and its gradients', async () => {
    const kernelShape = [height, width, channels, filters % 2 === 0 ? 2 : 1];
    const [x, w] = [varied(c.x), varied(kernelShape, 3)];
    const dy = varied(depthwiseConvDef.infer([x, w], attrs)[0]!.shape, 2);
    const inputGrad = { ...attrs, inputShape: c.x };
    const kernelGrad = { ...attrs, kernelShape };
    await expectVariants(depthwiseConvDef, depthwiseConvKernel, [x, w], attrs);
    await expectVariants(depthwiseConvInputGradDef, depthwiseConvInputGradKernel, [dy, w], inputGrad);
    await expectVariants(depthwiseConvKernelGradDef, depthwiseConvKernelGradKernel, [x, dy], kernelGrad);
  });
});
