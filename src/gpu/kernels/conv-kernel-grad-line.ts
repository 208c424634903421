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
/** Lines and columns of taps that a thread computes. */
const TAPS = 3;
/** Threads of a workgroup. */
const LANES = 4;
/** As many groups keep all cores busy to the end. */
const ENOUGH_GROUPS = 32;
/** Fewer strips than this do not pay for a partial sum. */
const LEAST_CHUNK = 16;

/** How the threads of a workgroup share the work. */
interface Form {
  readonly name: string;
  /** They take the same strips, a channel of x each (subgroups of four); else a share of the strips each. */
  readonly together: boolean;
  /** Channels of dy that a thread computes. */
  readonly cols: 4 | 8;
  /** Computed over needed taps, pixels and channels: what may be wasted before tiles are faster. */
  readonly waste: number;
}

const FORMS: readonly Form[] = [
  { name: 'line-9x8-shared', together: true, cols: 8, waste: 2.2 },
  { name: 'line-9x4', together: false, cols: 4, waste: 3 },
];

export const convKernelGradLineVariants: readonly Variant<ConvKernelGradAttrs>[] = FORMS.map(variantOf);

function variantOf(form: Form): Variant<ConvKernelGradAttrs> {
  const walkOf = (request: Request): KernelGradient => inStrips(kernelGradientOf(request));
  return {
    name: form.name,
    unrolled: TAPS * TAPS * form.cols,
    takes,
    applies: (request) => canRun(request, form) && suits(kernelGradientOf(request), form),
    possible: (request) => canRun(request, form) && maySuit(kernelGradientOf(request), form),
    scratch: (request) => {
      const walk = walkOf(request);
      return partialBytes(walk, chunkOf(walk, form));
    },
    dispatches: (request) => {
      const walk = walkOf(request);
      const chunk = chunkOf(walk, form);
      const shares = ceilDiv(walk.pixels, chunk);
      const workgroups = [...grid(walk, form), ceilDiv(shares, form.together ? 1 : LANES)] as const;
      const conditions = { together: form.together };
      const code = { shader: 'conv/kernel-grad-line', conditions, constants: {}, workgroups };
      return kernelGradientDispatches(walk, chunk, code, request);
    },
  };
}

function takes(request: Request): boolean {
  const { strideX, strideY, dilationX } = kernelGradientOf(request).sizes;
  return strideX === 1 && strideY === 1 && dilationX === 1;
}

/** Threads together ask for subgroups of exactly the four threads of a workgroup. */
function canRun(request: Request, { together }: Form): boolean {
  const { adapterClass, subgroups, subgroupMinSize, subgroupMaxSize } = request.device;
  const subgroupsOfFour = subgroups && subgroupMinSize === 4 && subgroupMaxSize === 4;
  return adapterClass === 'software' && (!together || subgroupsOfFour) && takes(request);
}

/** With more channels the tiles of an implicit product are filled, and faster. */
function suits(gradient: KernelGradient, form: Form): boolean {
  const { cols, sizes } = gradient;
  const few = form.together ? cols > 4 && cols <= 8 : cols <= 4 || (cols <= 16 && sizes.channels <= 2);
  return few && wasteOf(gradient, form) <= form.waste;
}

/** Worth a measurement. */
function maySuit(gradient: KernelGradient, form: Form): boolean {
  return gradient.cols <= 64 && wasteOf(gradient, form) <= 1.5 * form.waste;
}

/** Computed over needed products. */
function wasteOf(gradient: KernelGradient, form: Form): number {
  const { rows, cols, pixels } = gradient;
  const [x, y] = grid(gradient, form);
  const perGroup = TAPS * TAPS * form.cols * (form.together ? LANES : 1);
  return (x * y * perGroup * STRIP * inStrips(gradient).pixels) / (rows * cols * pixels);
}

/** The same with strips in place of pixels: what is shared among the threads. */
function inStrips(gradient: KernelGradient): KernelGradient {
  const { batch, outHeight, outWidth } = gradient.sizes;
  return { ...gradient, pixels: batch * outHeight * ceilDiv(outWidth, STRIP) };
}

/** Tiles of channels, groups of taps. */
function grid({ sizes: s, cols }: KernelGradient, form: Form): [number, number] {
  const taps = ceilDiv(s.kernelHeight, TAPS) * ceilDiv(s.kernelWidth, TAPS);
  return [ceilDiv(s.channels, form.together ? LANES : 1) * ceilDiv(cols, form.cols), taps];
}

/** Strips that a thread takes. */
function chunkOf(walk: KernelGradient, form: Form): number {
  const [x, y] = grid(walk, form);
  const most = Math.max(1, Math.floor(walk.pixels / LEAST_CHUNK));
  const shares = ceilDiv(ENOUGH_GROUPS, x * y) * (form.together ? 1 : LANES);
  return ceilDiv(walk.pixels, Math.min(most, shares));
}
