// Convolutions on adapters that are a CPU: strips of a line in registers (shaders/conv/line-tile.wgsl).

import type { DeviceFacts } from '../device-facts.ts';
import type { Convolution, ConvVariant } from './conv-sizes.ts';
import { type Dispatch, read } from './types.ts';
import { windowParams } from './window-params.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/** Channels of the result that a thread computes. */
type TileCols = 4 | 8;

/** Pixels of a line that a thread computes. */
const STRIP = 8;
/** Threads of a workgroup, strip beside strip. */
const LANES = 4;
/** Fewer groups than this leave cores idle at the end. */
const ENOUGH_GROUPS = 8;
/** Computed over needed pixels and channels at most in big input gradients, where tiles of 16 × 16 do as well; in the forward pass these are faster. */
const BIG_WASTE = 1.15;
/** The same elsewhere: all else is slower still. */
const WASTE = 4;

export const convLineTileVariants: readonly ConvVariant[] = ([8, 4] as const).flatMap((cols) => [
  tileVariant(cols, true),
  tileVariant(cols, false),
]);

function tileVariant(tileCols: TileCols, share: boolean): ConvVariant {
  return {
    name: `line-${STRIP}x${tileCols}${share ? '-shared' : ''}`,
    unrolled: STRIP * tileCols,
    takes,
    applies: (conv, { device }) => takes(conv) && canRun(device, share) && suits(conv, tileCols),
    possible: (conv, { device }) => takes(conv) && canRun(device, share) && maySuit(conv, tileCols),
    dispatches: (conv, { device }) => [tileDispatch(conv, tileCols, share, device)],
  };
}

function takes({ sizes: s }: Convolution): boolean {
  const slides = s.strideX === 1 && s.strideY === 1 && s.dilationX === 1;
  return slides && (s.kernelWidth === 3 || s.kernelWidth === 5);
}

/** Sharing asks for subgroups of exactly the four threads of a workgroup; where it is possible it is always faster. */
function canRun(device: DeviceFacts, share: boolean): boolean {
  const subgroupsOfFour = device.subgroups && device.subgroupMinSize === 4 && device.subgroupMaxSize === 4;
  return device.adapterClass === 'software' && share === subgroupsOfFour;
}

function suits(conv: Convolution, tileCols: TileCols): boolean {
  if (tileCols === 8 && (conv.cols <= 4 || groupsOf(conv, 8) < ENOUGH_GROUPS)) return false;
  if (isBig(conv)) return conv.transpose && wasteOf(conv, tileCols) <= BIG_WASTE;
  return wasteOf(conv, tileCols) <= WASTE;
}

function maySuit(conv: Convolution, tileCols: TileCols): boolean {
  return wasteOf(conv, tileCols) <= WASTE;
}

/** Computed over needed pixels and channels. */
function wasteOf(conv: Convolution, tileCols: TileCols): number {
  return (groupsOf(conv, tileCols) * LANES * STRIP * tileCols) / (conv.pixels * conv.cols);
}

/** Whether tiles of 16 pixels × 16 channels would be filled. */
function isBig({ cols, inner, flops }: Convolution): boolean {
  return ceilDiv(cols, 64) * 64 <= 1.3 * cols && inner >= 16 && flops >= 5e7;
}

function groupsOf({ sizes: s, transpose, cols }: Convolution, tileCols: TileCols): number {
  const [height, width] = transpose ? [s.height, s.width] : [s.outHeight, s.outWidth];
  return ceilDiv(s.batch * height * ceilDiv(width, STRIP), LANES) * ceilDiv(cols, tileCols);
}

function tileDispatch(conv: Convolution, tileCols: TileCols, share: boolean, device: DeviceFacts): Dispatch {
  const { sizes, transpose, cols, flops, bytes } = conv;
  return {
    shader: 'conv/line-tile',
    conditions: {
      transpose,
      share,
      taps_5: sizes.kernelWidth === 5,
      cols_8: tileCols === 8,
      cols_edge: cols % 4 !== 0,
    },
    constants: {},
    params: windowParams(sizes),
    bind: [read('input', 0), read('input', 1)],
    workgroups: foldGrid(groupsOf(conv, tileCols), device),
    flops,
    bytes,
    tail: true,
    tailFour: true,
  };
}
