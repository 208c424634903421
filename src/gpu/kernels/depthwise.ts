// Depthwise convolution and its gradients, channels last: x [N, H, W, C], w [KH, KW, C, M], y [N, OH, OW, C·M]. Bound by memory, not arithmetic.

import type { ConvInputGradAttrs } from '../../graph/ops/conv.ts';
import type { ConvKernelGradAttrs } from '../../graph/ops/conv-kernel-grad.ts';
import { depthwiseFlops, depthwiseSizes } from '../../graph/ops/depthwise-conv-input-grad.ts';
import {
  inputPixels,
  kernelTaps,
  outputPixels,
  type WindowAttrs,
  type WindowSizes,
} from '../../graph/ops/window.ts';
import { sumPartials } from './sum-partials.ts';
import { type Dispatch, type Kernel, type KernelRequest, read, write } from './types.ts';
import { windowParams } from './window-params.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

const bytesOf = (s: WindowSizes): number =>
  4 * (inputPixels(s) * s.channels + (outputPixels(s) + kernelTaps(s)) * s.outChannels);

function element(s: WindowSizes, transpose: boolean, { device }: KernelRequest): Dispatch[] {
  const elements = transpose ? inputPixels(s) * s.channels : outputPixels(s) * s.outChannels;
  return [
    {
      shader: 'depthwise/element',
      conditions: { transpose },
      constants: {},
      params: windowParams(s),
      bind: [read('input', 0), read('input', 1)],
      workgroups: foldGrid(ceilDiv(elements, 64), device),
      flops: depthwiseFlops(s),
      bytes: bytesOf(s),
      tail: true,
    },
  ];
}

export const depthwiseConvKernel: Kernel<WindowAttrs> = {
  op: 'depthwise_conv',
  tail: true,
  variants: [
    {
      name: 'element',
      applies: () => true,
      dispatches: (r) =>
        element(depthwiseSizes('', r.inputs[0]!.shape, r.inputs[1]!.shape, r.attrs), false, r),
    },
  ],
};

export const depthwiseConvInputGradKernel: Kernel<ConvInputGradAttrs> = {
  op: 'depthwise_conv_input_grad',
  tail: true,
  variants: [
    {
      name: 'element',
      applies: () => true,
      dispatches: (r) =>
        element(depthwiseSizes('', r.attrs.inputShape, r.inputs[1]!.shape, r.attrs), true, r),
    },
  ],
};

interface Split {
  readonly sizes: WindowSizes;
  /** Output pixels of each partial sum. */
  readonly chunk: number;
  readonly chunks: number;
  readonly count: number;
}

/** The output pixels shared among threads so that there are about 16,384 of them, in at most 256 chunks. */
function splitOf({ inputs: [x], attrs }: KernelRequest<ConvKernelGradAttrs>): Split {
  const sizes = depthwiseSizes('', x!.shape, attrs.kernelShape, attrs);
  const pixels = outputPixels(sizes);
  const count = kernelTaps(sizes) * sizes.outChannels;
  const chunk = ceilDiv(pixels, Math.min(256, ceilDiv(pixels, 32), ceilDiv(16384, count)));
  return { sizes, chunk, chunks: ceilDiv(pixels, chunk), count };
}

function kernelGradient(request: KernelRequest<ConvKernelGradAttrs>): Dispatch[] {
  const { sizes, chunk, chunks, count } = splitOf(request);
  return [
    {
      shader: 'depthwise/kernel-grad-element',
      conditions: {},
      constants: {},
      params: windowParams(sizes, chunk),
      bind: [read('input', 0), read('input', 1), write('scratch', 0)],
      workgroups: [ceilDiv(count, 64), chunks, 1],
      flops: depthwiseFlops(sizes),
      bytes: bytesOf(sizes) + 4 * chunks * count,
      tail: false,
    },
    sumPartials({ chunks, count, split: count }, request.device),
  ];
}

export const depthwiseConvKernelGradKernel: Kernel<ConvKernelGradAttrs> = {
  op: 'depthwise_conv_kernel_grad',
  tail: false,
  variants: [
    {
      name: 'element',
      applies: () => true,
      scratch: (request) => {
        const { chunks, count } = splitOf(request);
        return [4 * chunks * count];
      },
      dispatches: kernelGradient,
    },
  ],
};
