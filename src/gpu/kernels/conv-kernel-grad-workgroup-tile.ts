// Kernel gradients on GPUs: tiles of 64 × 64 in workgroup memory (shaders/conv/kernel-grad-workgroup-tile.wgsl).

import type { ConvKernelGradAttrs } from '../../graph/ops/conv-kernel-grad.ts';
import {
  type KernelGradient,
  kernelGradientDispatches,
  kernelGradientOf,
  partialBytes,
} from './conv-kernel-grad-sizes.ts';
import type { Variant } from './types.ts';
import { ceilDiv } from './workgroups.ts';

const TILE = 64;
/** As many workgroups fill a GPU. */
const ENOUGH_GROUPS = 512;
/** Fewer pixels than this do not pay for a partial sum. */
const LEAST_CHUNK = 256;

function grid({ rows, cols }: KernelGradient): [number, number] {
  return [ceilDiv(cols, TILE), ceilDiv(rows, TILE)];
}

/** Pixels that a workgroup takes, a multiple of the 16 of a step. */
function chunkOf(gradient: KernelGradient): number {
  const [x, y] = grid(gradient);
  const most = Math.max(1, Math.floor(gradient.pixels / LEAST_CHUNK));
  const chunks = Math.min(most, ceilDiv(ENOUGH_GROUPS, x * y));
  return 16 * ceilDiv(gradient.pixels, 16 * chunks);
}

export const convKernelGradWorkgroupTileVariant: Variant<ConvKernelGradAttrs> = {
  name: 'workgroup-64x64',
  applies: ({ device }) => device.adapterClass === 'hardware',
  scratch: (request) => {
    const gradient = kernelGradientOf(request);
    return partialBytes(gradient, chunkOf(gradient));
  },
  dispatches: (request) => {
    const gradient = kernelGradientOf(request);
    const chunk = chunkOf(gradient);
    const conditions = { vec4_x: gradient.sizes.channels % 4 === 0, vec4_dy: gradient.cols % 4 === 0 };
    const workgroups = [...grid(gradient), ceilDiv(gradient.pixels, chunk)] as const;
    const code = { shader: 'conv/kernel-grad-workgroup-tile', conditions, constants: {}, workgroups };
    return kernelGradientDispatches(gradient, chunk, code, request);
  },
};
