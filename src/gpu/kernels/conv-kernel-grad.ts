// Kernel and bias gradient of a convolution: an implicit matrix product dw [KH·KW·Cin, Cout] = im2col(x)ᵀ · dy. Its inner axis, the N·OH·OW
// output pixels, is shared among threads where dw alone would not keep the device busy; a second pass adds their sums in order.

import type { ConvKernelGradAttrs } from '../../graph/ops/conv-kernel-grad.ts';
import { convKernelGradLineVariants } from './conv-kernel-grad-line.ts';
import {
  type KernelGradient,
  kernelGradientDispatches,
  kernelGradientOf,
  partialBytes,
} from './conv-kernel-grad-sizes.ts';
import { convKernelGradTileVariants } from './conv-kernel-grad-tile.ts';
import { convKernelGradWorkgroupTileVariant } from './conv-kernel-grad-workgroup-tile.ts';
import type { Kernel, Variant } from './types.ts';
import { ceilDiv } from './workgroups.ts';

/** Threads that a device should have at least. */
const ENOUGH_THREADS = 65536;

/** Pixels that a thread takes, at least 32, in at most 256 chunks. */
function elementChunk({ rows, cols, pixels }: KernelGradient): number {
  return ceilDiv(pixels, Math.min(256, ceilDiv(pixels, 32), ceilDiv(ENOUGH_THREADS, rows * cols)));
}

/** One thread per element of dw and db (shaders/conv/kernel-grad-element.wgsl): for any shape on any device. */
const elementVariant: Variant<ConvKernelGradAttrs> = {
  name: 'element',
  applies: () => true,
  scratch: (request) => {
    const gradient = kernelGradientOf(request);
    return partialBytes(gradient, elementChunk(gradient));
  },
  dispatches: (request) => {
    const gradient = kernelGradientOf(request);
    const chunk = elementChunk(gradient);
    const elements = (gradient.rows + (gradient.bias ? 1 : 0)) * gradient.cols;
    const workgroups = [ceilDiv(elements, 64), ceilDiv(gradient.pixels, chunk), 1] as const;
    const code = { shader: 'conv/kernel-grad-element', conditions: {}, constants: {}, workgroups };
    return kernelGradientDispatches(gradient, chunk, code, request);
  },
};

export const convKernelGradKernel: Kernel<ConvKernelGradAttrs> = {
  op: 'conv_kernel_grad',
  tail: false,
  variants: [
    ...convKernelGradLineVariants,
    ...convKernelGradTileVariants,
    convKernelGradWorkgroupTileVariant,
    elementVariant,
  ],
};
