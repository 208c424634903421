import { fromFunction } from '../../src/core/nd-array.ts';
import { convInputGradKernel, convKernel } from '../../src/gpu/kernels/conv.ts';
import { convKernelGradKernel } from '../../src/gpu/kernels/conv-kernel-grad.ts';
import { convDef, convInputGradDef } from '../../src/graph/ops/conv.ts';
import { convKernelGradDef } from '../../src/graph/ops/conv-kernel-grad.ts';
import { explicitPad, type PaddingMode } from '../../src/graph/ops/padding.ts';
import type { BenchCase } from './cases.ts';

/** [batch, side of the image, channels, side of the kernel, filters, padding, stride, what it is]. */
type Layer = readonly [number, number, number, number, number, PaddingMode, number, string];

const LAYERS: readonly Layer[] = [
  [16, 32, 64, 3, 64, 'same', 1, 'the layer of the bar'],
  [2, 32, 64, 3, 64, 'same', 1, 'the same, batch 2'],
  [16, 32, 64, 5, 64, 'same', 1, 'inception'],
  [16, 32, 3, 3, 64, 'same', 1, 'first of a vision model'],
  [64, 27, 1, 3, 64, 'valid', 1, 'first of a digit pair'],
  [8, 25, 64, 3, 64, 'valid', 1, 'second of a digit pair, batch 8'],
  [8, 25, 16, 3, 16, 'valid', 1, 'small digit pair'],
  [4, 32, 32, 3, 32, 'same', 1, '32 channels'],
  [16, 32, 3, 3, 3, 'same', 1, 'residual'],
  [16, 32, 3, 3, 32, 'same', 1, 'after the residual'],
  [16, 15, 64, 3, 128, 'same', 1, 'third of a vision model'],
  [4, 32, 32, 3, 64, 'same', 2, 'stride 2'],
];

export const convCases: readonly BenchCase[] = LAYERS.flatMap(
  ([batch, side, channels, kernel, filters, mode, stride, what]) => {
    const name = `${kernel}×${kernel} ${channels}→${filters} ${mode}/${stride} on ${batch}×${side}×${side} (${what})`;
    const pad = explicitPad(mode, side, kernel, stride);
    const attrs = { strides: [stride, stride], padding: [pad, pad], dilation: [1, 1] } as const;
    const inputShape = [batch, side, side, channels];
    const kernelShape = [kernel, kernel, channels, filters];
    const x = fromFunction(inputShape, (i) => Math.sin(i));
    const w = fromFunction(kernelShape, (i) => Math.cos(i));
    const dy = () => fromFunction(convDef.infer([x, w], attrs)[0]!.shape, (i) => Math.sin(2 * i));
    const forward = { name: `conv ${name}`, op: convDef, kernel: convKernel, attrs, inputs: () => [x, w] };
    const input = {
      name: `conv_input_grad ${name}`,
      op: convInputGradDef,
      kernel: convInputGradKernel,
      attrs: { ...attrs, inputShape },
      inputs: () => [dy(), w],
    };
    const weights = {
      name: `conv_kernel_grad ${name}`,
      op: convKernelGradDef,
      kernel: convKernelGradKernel,
      attrs: { ...attrs, kernelShape },
      inputs: () => [x, dy()],
    };
    return [forward, input, weights];
  },
);
