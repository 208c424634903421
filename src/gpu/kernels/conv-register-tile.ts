// Convolutions on adapters that are a CPU: register tiles without workgroup memory (shaders/conv/register-tile.wgsl).

import type { DeviceFacts } from '../device-facts.ts';
import { type Convolution, type ConvVariant, classesOf, gridPixels } from './conv-sizes.ts';
import { type Dispatch, read } from './types.ts';
import { windowParams } from './window-params.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/** Pixels and channels that a thread computes, and when that is worth while. */
interface Tile {
  readonly rows: 4 | 8 | 16;
  readonly cols: 4 | 8 | 16;
  /** The threads of a workgroup take different pixels of the same channels, not different channels of the same pixels. */
  readonly upright?: boolean;
  /** Computed over needed elements: what may be wasted at the edges. */
  readonly waste: number;
  /** Below this the pipeline takes longer to make than the tile saves. */
  readonly minFlops: number;
}

/** Biggest first: the rate grows with the tile (docs/notes/convolution.md). The last fits every shape. */
const TILES: readonly Tile[] = [
  { rows: 16, cols: 16, waste: 1.3, minFlops: 5e7 },
  { rows: 16, cols: 8, waste: 1.4, minFlops: 0 },
  { rows: 8, cols: 8, waste: 1.5, minFlops: 0 },
  { rows: 16, cols: 4, waste: 1.5, minFlops: 0 },
  { rows: 16, cols: 4, upright: true, waste: 2, minFlops: 0 },
  { rows: 4, cols: 4, waste: Number.POSITIVE_INFINITY, minFlops: 0 },
];

/** Threads of a workgroup. */
const LANES = 4;
/** Fewer groups than this leave cores idle at the end. */
const ENOUGH_GROUPS = 8;

export const convRegisterTileVariants: readonly ConvVariant[] = TILES.flatMap((tile) => [
  tileVariant(tile, true),
  tileVariant(tile, false),
]);

function tileVariant(tile: Tile, share: boolean): ConvVariant {
  return {
    name: `${tile.upright ? 'upright' : 'tile'}-${tile.rows}x${tile.cols}${share ? '-shared' : ''}`,
    unrolled: tile.rows * tile.cols,
    applies: (conv, { device }) => canRun(device, share) && suits(conv, tile),
    possible: (conv, { device }) => canRun(device, share) && maySuit(conv, tile),
    dispatches: (conv, { device }) => [tileDispatch(conv, tile, share, device)],
  };
}

/** Sharing asks for subgroups of exactly the four threads of a workgroup; where it is possible it is always faster. */
function canRun(device: DeviceFacts, share: boolean): boolean {
  const subgroupsOfFour = device.subgroups && device.subgroupMinSize === 4 && device.subgroupMaxSize === 4;
  return device.adapterClass === 'software' && share === subgroupsOfFour;
}

function suits(conv: Convolution, tile: Tile): boolean {
  const fits = wasteOf(conv, tile) <= tile.waste && conv.flops >= tile.minFlops;
  return tile === TILES.at(-1) || (fits && groupsOf(conv, tile) * classesOf(conv) >= ENOUGH_GROUPS);
}

/** So many times more waste, and less work, than `suits` allows are worth a measurement. */
const DOUBT = { waste: 1.6, flops: 0.2 };

function maySuit(conv: Convolution, tile: Tile): boolean {
  return conv.flops >= DOUBT.flops * tile.minFlops && wasteOf(conv, tile) <= DOUBT.waste * tile.waste;
}

/** Computed over needed elements. */
function wasteOf(conv: Convolution, tile: Tile): number {
  const groups = groupsOf(conv, tile) * classesOf(conv);
  return (groups * LANES * tile.cols * tile.rows) / (conv.pixels * conv.cols);
}

/** Workgroups of one class. */
function groupsOf(conv: Convolution, tile: Tile): number {
  const [rows, cols] = tile.upright ? [tile.rows * LANES, tile.cols] : [tile.rows, tile.cols * LANES];
  return ceilDiv(gridPixels(conv), rows) * ceilDiv(conv.cols, cols);
}

/** Whether a whole line of the window is taken as one run: for few channels, forward, and taps that stand side by side. */
function takesRuns({ transpose, sizes, inner }: Convolution): boolean {
  return !transpose && inner % 4 !== 0 && sizes.dilationX === 1;
}

function tileDispatch(conv: Convolution, tile: Tile, share: boolean, device: DeviceFacts): Dispatch {
  const { sizes, transpose, inner, cols, flops, bytes } = conv;
  const runs = takesRuns(conv);
  const [x, y] = foldGrid(groupsOf(conv, tile), device);
  return {
    shader: 'conv/register-tile',
    conditions: {
      transpose,
      strided: classesOf(conv) > 1,
      runs,
      upright: tile.upright === true,
      share,
      vec4_x: inner % 4 === 0,
      vec4_w: (transpose ? inner : cols) % 4 === 0,
      cols_edge: cols % 4 !== 0,
      k_edge: (runs ? sizes.kernelWidth * inner : inner) % 4 !== 0,
      rows_2: tile.rows >= 8,
      rows_4: tile.rows >= 16,
      cols_2: tile.cols >= 8,
      cols_4: tile.cols >= 16,
    },
    constants: {},
    params: windowParams(sizes),
    bind: [read('input', 0), read('input', 1)],
    workgroups: [x, y, classesOf(conv)],
    flops,
    bytes,
    tail: true,
  };
}
