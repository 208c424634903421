// Convolution y = conv(x, w) and its input gradient, channels last: x [N, H, W, Cin], w [KH, KW, Cin, Cout], y [N, OH, OW, Cout].

import type { ConvInputGradAttrs } from '../../graph/ops/conv.ts';
import { convFlops, convSizes } from '../../graph/ops/conv-kernel-grad.ts';
import {
  inputPixels,
  kernelTaps,
  outputPixels,
  type WindowAttrs,
  type WindowSizes,
} from '../../graph/ops/window.ts';
import { type Dispatch, type Kernel, type KernelRequest, read } from './types.ts';
import { windowParams } from './window-params.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/** Which of the two a dispatch computes, with the sizes of the forward convolution. */
interface Direction {
  readonly sizes: WindowSizes;
  readonly transpose: boolean;
}

const forward = ({ inputs: [x, w], attrs }: KernelRequest<WindowAttrs>): Direction => ({
  sizes: convSizes('conv', x!.shape, w!.shape, attrs),
  transpose: false,
});

const backward = ({ inputs: [, w], attrs }: KernelRequest<ConvInputGradAttrs>): Direction => ({
  sizes: convSizes('conv_input_grad', attrs.inputShape, w!.shape, attrs),
  transpose: true,
});

/** Bytes that must move: x or dy, w, and the result. */
function convBytes(s: WindowSizes): number {
  const images = inputPixels(s) * s.channels + outputPixels(s) * s.outChannels;
  return 4 * (images + kernelTaps(s) * s.channels * s.outChannels);
}

function element({ sizes, transpose }: Direction, { device }: KernelRequest): Dispatch[] {
  const elements = transpose ? inputPixels(sizes) * sizes.channels : outputPixels(sizes) * sizes.outChannels;
  return [
    {
      shader: 'conv/element',
      conditions: { transpose },
      constants: {},
      params: windowParams(sizes),
      bind: [read('input', 0), read('input', 1)],
      workgroups: foldGrid(ceilDiv(elements, 64), device),
      flops: convFlops(sizes),
      bytes: convBytes(sizes),
      tail: true,
    },
  ];
}

export const convKernel: Kernel<WindowAttrs> = {
  op: 'conv',
  tail: true,
  variants: [{ name: 'element', applies: () => true, dispatches: (r) => element(forward(r), r) }],
};

export const convInputGradKernel: Kernel<ConvInputGradAttrs> = {
  op: 'conv_input_grad',
  tail: true,
  variants: [{ name: 'element', applies: () => true, dispatches: (r) => element(backward(r), r) }],
};
