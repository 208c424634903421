// Kernel gradients of few channels on adapters that are a CPU: strips of a line in registers (shaders/conv/kernel-grad-line.wgsl).

import type { ConvKernelGradAttrs } from '../../graph/ops/conv-kernel-grad.ts';
import {
  type KernelGradient,
  kernelGradientDispatches,
  kernelGradientOf,
  partialBytes,
} from './conv-kernel-grad-sizes.ts';
import type { KernelRequest, Variant } from './types.ts';
import { ceilDiv } from './workgroups.ts';

type Request = KernelRequest<ConvKernelGradAttrs>;

/** Pixels of a strip. */
const STRIP = 4;
/** Channels of dy that a thread computes. */
const COLS = 4;
/** Lines and columns of taps that a thread computes. */
const TAPS = 3;
/** Threads of a workgroup, a share of the strips each. */
const LANES = 4;
/** As many groups keep all cores busy to the end. */
const ENOUGH_GROUPS = 32;
/** Fewer strips than this do not pay for a partial sum. */
const LEAST_CHUNK = 16;
/** Computed over needed taps, pixels and channels: what may be wasted. */
const WASTE = 3;

const walkOf = (request: Request): KernelGradient => inStrips(kernelGradientOf(request));

export const convKernelGradLineVariant: Variant<ConvKernelGradAttrs> = {
  name: `line-${TAPS * TAPS}x${COLS}`,
  takes,
  applies: (request) => canRun(request) && suits(kernelGradientOf(request)),
  possible: (request) => canRun(request) && maySuit(kernelGradientOf(request)),
  scratch: (request) => {
    const walk = walkOf(request);
    return partialBytes(walk, chunkOf(walk));
  },
  dispatches: (request) => {
    const walk = walkOf(request);
    const chunk = chunkOf(walk);
    const workgroups = [...grid(walk), ceilDiv(ceilDiv(walk.pixels, chunk), LANES)] as const;
    const code = { shader: 'conv/kernel-grad-line', conditions: {}, constants: {}, workgroups };
    return kernelGradientDispatches(walk, chunk, code, request);
  },
};

function takes(request: Request): boolean {
  const { strideX, strideY, dilationX } = kernelGradientOf(request).sizes;
  return strideX === 1 && strideY === 1 && dilationX === 1;
}

const canRun = (request: Request): boolean => request.device.adapterClass === 'software' && takes(request);

/** With more channels the tiles of an implicit product are filled, and faster. */
function suits(gradient: KernelGradient): boolean {
  const { cols, sizes } = gradient;
  const few = cols <= 8 || (cols <= 16 && sizes.channels <= 2);
  return few && wasteOf(gradient) <= WASTE;
}

function maySuit(gradient: KernelGradient): boolean {
  return gradient.cols <= 32 && wasteOf(gradient) <= WASTE;
}

/** Computed over needed products. */
function wasteOf(gradient: KernelGradient): number {
  const { rows, cols, pixels } = gradient;
  const [x, y] = grid(gradient);
  const computed = x * y * TAPS * TAPS * COLS * STRIP * inStrips(gradient).pixels;
  return computed / (rows * cols * pixels);
}

/** The same with strips in place of pixels: what is shared among the threads. */
function inStrips(gradient: KernelGradient): KernelGradient {
  const { batch, outHeight, outWidth } = gradient.sizes;
  return { ...gradient, pixels: batch * outHeight * ceilDiv(outWidth, STRIP) };
}

/** Fours of channels, groups of taps. */
function grid({ sizes: s, cols }: KernelGradient): [number, number] {
  return [s.channels * ceilDiv(cols, COLS), ceilDiv(s.kernelHeight, TAPS) * ceilDiv(s.kernelWidth, TAPS)];
}

/** Strips that a thread takes. */
function chunkOf(walk: KernelGradient): number {
  const [x, y] = grid(walk);
  const most = Math.max(1, Math.floor(walk.pixels / LEAST_CHUNK));
  return ceilDiv(walk.pixels, Math.min(most, LANES * ceilDiv(ENOUGH_GROUPS, x * y)));
}
