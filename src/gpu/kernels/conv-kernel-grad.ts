// Kernel and bias gradient of a convolution: an implicit matrix product dw [KH·KW·Cin, Cout] = im2col(x)ᵀ · dy whose inner axis, the N·OH·OW
// output pixels, is shared among `chunks` rows of threads; a second pass adds their partial sums. The bias gradient is one more
// row, of ones, in im2col(x)ᵀ.

import { type ConvKernelGradAttrs, convFlops, convSizes } from '../../graph/ops/conv-kernel-grad.ts';
import { inputPixels, kernelTaps, outputPixels, type WindowSizes } from '../../graph/ops/window.ts';
import { sumPartials } from './sum-partials.ts';
import { type Dispatch, type Kernel, type KernelRequest, read, write } from './types.ts';
import { windowParams } from './window-params.ts';
import { ceilDiv } from './workgroups.ts';

type Request = KernelRequest<ConvKernelGradAttrs>;

const sizesOf = ({ inputs: [x], attrs }: Request): WindowSizes =>
  convSizes('conv_kernel_grad', x!.shape, attrs.kernelShape, attrs);

const kernelSize = (s: WindowSizes): number => kernelTaps(s) * s.channels * s.outChannels;

/** Elements of one partial sum: dw, and db where it is read. */
const partialSize = (s: WindowSizes, { used }: Request): number =>
  kernelSize(s) + (used[1] ? s.outChannels : 0);

/** Pixels a thread takes so that about `threads` of them have work, at least 32 each, in at most 256 chunks. */
function pixelsPerChunk(s: WindowSizes, elements: number, threads: number): number {
  const pixels = outputPixels(s);
  const chunks = Math.min(256, ceilDiv(pixels, 32), Math.max(1, ceilDiv(threads, elements)));
  return ceilDiv(pixels, chunks);
}

function bytesOf(s: WindowSizes): number {
  return 4 * (inputPixels(s) * s.channels + outputPixels(s) * s.outChannels + kernelSize(s));
}

const elementChunk = (s: WindowSizes, request: Request): number =>
  pixelsPerChunk(s, partialSize(s, request), 65536);

function element(request: Request): Dispatch[] {
  const s = sizesOf(request);
  const count = partialSize(s, request);
  const chunk = elementChunk(s, request);
  const chunks = ceilDiv(outputPixels(s), chunk);
  return [
    {
      shader: 'conv/kernel-grad-element',
      conditions: { bias: request.used[1] === true },
      constants: {},
      params: windowParams(s, chunk),
      bind: [read('input', 0), read('input', 1), write('scratch', 0)],
      workgroups: [ceilDiv(count, 64), chunks, 1],
      flops: convFlops(s),
      bytes: bytesOf(s) + 4 * chunks * count,
      tail: false,
    },
    sumPartials({ chunks, count, split: kernelSize(s) }, request.device),
  ];
}

function elementScratch(request: Request): number[] {
  const s = sizesOf(request);
  return [4 * partialSize(s, request) * ceilDiv(outputPixels(s), elementChunk(s, request))];
}

export const convKernelGradKernel: Kernel<ConvKernelGradAttrs> = {
  op: 'conv_kernel_grad',
  tail: false,
  variants: [{ name: 'element', applies: () => true, scratch: elementScratch, dispatches: element }],
};
