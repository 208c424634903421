// Kernel gradients on adapters that are a CPU: register tiles without workgroup memory (shaders/conv/kernel-grad-tile.wgsl).

import type { ConvKernelGradAttrs } from '../../graph/ops/conv-kernel-grad.ts';
import {
  type KernelGradient,
  kernelGradientDispatches,
  kernelGradientOf,
  partialBytes,
} from './conv-kernel-grad-sizes.ts';
import type { Dispatch, KernelRequest, Variant } from './types.ts';
import { ceilDiv } from './workgroups.ts';

type Request = KernelRequest<ConvKernelGradAttrs>;

/** Elements of dw that a thread computes, and when that is worth while. */
interface Tile {
  readonly rows: 4 | 8 | 16;
  readonly cols: 4 | 8 | 16;
  /** Computed over needed elements: what may be wasted at the edges. */
  readonly waste: number;
  /** Below this the pipeline takes longer to make than the tile saves. */
  readonly minFlops: number;
}

/** Biggest first. The last fits every shape. */
const TILES: readonly Tile[] = [
  { rows: 16, cols: 16, waste: 1.3, minFlops: 5e7 },
  { rows: 16, cols: 8, waste: 1.4, minFlops: 0 },
  { rows: 8, cols: 8, waste: 1.5, minFlops: 0 },
  { rows: 16, cols: 4, waste: 1.5, minFlops: 0 },
  { rows: 4, cols: 4, waste: Number.POSITIVE_INFINITY, minFlops: 0 },
];

/** The threads of a workgroup stand side by side along the columns. */
const LANES = 4;
/** As many groups keep all cores busy to the end. */
const ENOUGH_GROUPS = 32;
/** Fewer pixels than this do not pay for a partial sum. */
const LEAST_CHUNK = 256;

export const convKernelGradTileVariants: readonly Variant<ConvKernelGradAttrs>[] = TILES.flatMap((tile) => [
  tileVariant(tile, true),
  tileVariant(tile, false),
]);

function tileVariant(tile: Tile, share: boolean): Variant<ConvKernelGradAttrs> {
  return {
    name: `tile-${tile.rows}x${tile.cols}${share ? '-shared' : ''}`,
    unrolled: tile.rows * tile.cols,
    applies: (request) => canRun(request, share) && suits(kernelGradientOf(request), tile),
    possible: (request) => canRun(request, share) && maySuit(kernelGradientOf(request), tile),
    scratch: (request) => {
      const gradient = kernelGradientOf(request);
      return partialBytes(gradient, chunkOf(gradient, tile));
    },
    dispatches: (request) => tileDispatches(kernelGradientOf(request), tile, share, request),
  };
}

/** Sharing asks for subgroups of exactly the four threads of a workgroup; where it is possible it is always faster. */
function canRun({ device }: Request, share: boolean): boolean {
  const subgroupsOfFour = device.subgroups && device.subgroupMinSize === 4 && device.subgroupMaxSize === 4;
  return device.adapterClass === 'software' && share === subgroupsOfFour;
}

function grid({ rows, cols }: KernelGradient, tile: Tile): [number, number] {
  return [ceilDiv(cols, tile.cols * LANES), ceilDiv(rows, tile.rows)];
}

function suits(gradient: KernelGradient, tile: Tile): boolean {
  const fits = wasteOf(gradient, tile) <= tile.waste && gradient.flops >= tile.minFlops;
  return tile === TILES.at(-1) || fits;
}

/** So many times more waste, and less work, than `suits` allows are worth a measurement. */
const DOUBT = { waste: 1.6, flops: 0.2 };

function maySuit(gradient: KernelGradient, tile: Tile): boolean {
  const work = gradient.flops >= DOUBT.flops * tile.minFlops;
  return work && wasteOf(gradient, tile) <= DOUBT.waste * tile.waste;
}

/** Computed over needed elements. */
function wasteOf(gradient: KernelGradient, tile: Tile): number {
  const [x, y] = grid(gradient, tile);
  return (x * y * LANES * tile.cols * tile.rows) / (gradient.rows * gradient.cols);
}

/** Pixels that a thread takes, a multiple of 4. */
function chunkOf(gradient: KernelGradient, tile: Tile): number {
  const [x, y] = grid(gradient, tile);
  const most = Math.max(1, Math.floor(gradient.pixels / LEAST_CHUNK));
  const chunks = Math.min(most, ceilDiv(ENOUGH_GROUPS, x * y));
  return 4 * ceilDiv(gradient.pixels, 4 * chunks);
}

function tileDispatches(gradient: KernelGradient, tile: Tile, share: boolean, request: Request): Dispatch[] {
  const { sizes, cols, pixels } = gradient;
  const chunk = chunkOf(gradient, tile);
  const conditions = {
    share,
    vec4_x: sizes.channels % 4 === 0,
    vec4_dy: cols % 4 === 0,
    k_edge: pixels % 4 !== 0,
    rows_2: tile.rows >= 8,
    rows_4: tile.rows >= 16,
    cols_2: tile.cols >= 8,
    cols_4: tile.cols >= 16,
  };
  const workgroups = [...grid(gradient, tile), ceilDiv(pixels, chunk)] as const;
  const code = { shader: 'conv/kernel-grad-tile', conditions, constants: {}, workgroups };
  return kernelGradientDispatches(gradient, chunk, code, request);
}
