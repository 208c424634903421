// Products on adapters that are a CPU: register tiles without workgroup memory (shaders/matmul/register-tile.wgsl).

import type { DotAttrs } from '../../graph/ops/dot.ts';
import type { DeviceFacts } from '../device-facts.ts';
import { layoutConditions, type Product, productOf } from './matmul-sizes.ts';
import { partialBytes, sumSlices } from './matmul-split.ts';
import type { Dispatch, Variant } from './types.ts';
import { read, u32, write } from './types.ts';
import { ceilDiv } from './workgroups.ts';

/** Elements of C that a thread computes, and when that is worth while. */
export interface Tile {
  readonly rows: 4 | 8 | 16 | 32;
  readonly cols: 4 | 8 | 16;
  /** Computed over needed elements: what may be wasted at the edges. */
  readonly waste: number;
  /** Below this the pipeline takes longer to make than the tile saves. */
  readonly minFlops: number;
  /** Steps of four along K below which a slice does not pay for its second dispatch; null: K is never cut. */
  readonly minSteps: number | null;
  /** Below this a smaller tile fills the cores better, or its pipeline is there already; default ENOUGH_GROUPS. */
  readonly minGroups?: number;
}

/** Biggest first: the rate grows with the tile (docs/notes/matmul.md). The last fits all but one or two columns. */
const TILES: readonly Tile[] = [
  { rows: 32, cols: 16, waste: 1.15, minFlops: 2e8, minSteps: null },
  { rows: 16, cols: 16, waste: 1.3, minFlops: 1e6, minSteps: 64 },
  { rows: 8, cols: 8, waste: 1.5, minFlops: 3e5, minSteps: null },
  { rows: 16, cols: 4, waste: 5, minFlops: 0, minSteps: null, minGroups: 64 },
  { rows: 4, cols: 4, waste: 5, minFlops: 0, minSteps: 32 },
];

/** A workgroup is four threads side by side: small, so that few threads still spread over the cores. */
const LANES = 4;
/** Fewer groups than this leave cores idle at the end. */
const ENOUGH_GROUPS = 8;

/** For every tile: with K cut into slices where the product is too small to fill the cores, else whole. */
export const registerTileVariants: readonly Variant<DotAttrs>[] = TILES.flatMap((tile) => [
  ...(tile.minSteps === null ? [] : [splitVariant(tile, true), splitVariant(tile, false)]),
  wholeVariant(tile, true),
  wholeVariant(tile, false),
]);

function wholeVariant(tile: Tile, share: boolean): Variant<DotAttrs> {
  return {
    name: variantName('tile', tile, share),
    unrolled: tile.rows * tile.cols,
    applies: (request) => {
      const product = productOf(request);
      const enough = groupsOf(product, tile) >= (tile.minGroups ?? ENOUGH_GROUPS) || tile === TILES.at(-1);
      return enough && suits(product, tile) && canRun(product, tile, 1, share, request.device);
    },
    possible: (request) => {
      const product = productOf(request);
      return maySuit(product, tile) && canRun(product, tile, 1, share, request.device);
    },
    dispatches: (request) => [tileDispatch(productOf(request), tile, 1, share)],
  };
}

function splitVariant(tile: Tile, share: boolean): Variant<DotAttrs> {
  const cut = (product: Product) => Math.max(2, slicesOf(product, tile));
  return {
    name: variantName('split', tile, share),
    unrolled: tile.rows * tile.cols,
    applies: (request) => {
      const product = productOf(request);
      const slices = slicesOf(product, tile);
      return slices > 1 && suits(product, tile) && canRun(product, tile, slices, share, request.device);
    },
    possible: (request) => {
      const product = productOf(request);
      const long = product.k >= 4 * 2 * tile.minSteps!;
      return long && maySuit(product, tile) && canRun(product, tile, cut(product), share, request.device);
    },
    scratch: (request) => {
      const product = productOf(request);
      return [partialBytes(product, cut(product))];
    },
    dispatches: (request) => {
      const product = productOf(request);
      const slices = cut(product);
      return [tileDispatch(product, tile, slices, share), sumSlices(product, slices, request.device)];
    },
  };
}

function variantName(kind: string, { rows, cols }: Tile, share: boolean): string {
  return `${kind}-${rows}x${cols}${share ? '-shared' : ''}`;
}

function grid({ batch, m, n }: Product, tile: Tile, slices: number): [number, number, number] {
  return [ceilDiv(n, tile.cols * LANES), ceilDiv(m, tile.rows), batch * slices];
}

function groupsOf(product: Product, tile: Tile): number {
  const [x, y, z] = grid(product, tile, 1);
  return x * y * z;
}

function suits(product: Product, tile: Tile): boolean {
  return wasteOf(product, tile) <= tile.waste && product.flops >= tile.minFlops;
}

/** So many times more waste, and less work, than `suits` allows are worth a measurement. */
const DOUBT = { waste: 1.6, flops: 0.2 };

function maySuit(product: Product, tile: Tile): boolean {
  const work = product.flops >= DOUBT.flops * tile.minFlops;
  return work && wasteOf(product, tile) <= DOUBT.waste * tile.waste;
}

/** Computed over needed elements. */
function wasteOf(product: Product, tile: Tile): number {
  const computed = groupsOf(product, tile) * LANES * tile.cols * tile.rows;
  return computed / (product.batch * product.m * product.n);
}

/** Sharing asks for subgroups of exactly the four threads of a workgroup; where it is possible it is always faster. */
function canRun(product: Product, tile: Tile, slices: number, share: boolean, device: DeviceFacts): boolean {
  const subgroupsOfFour = device.subgroups && device.subgroupMinSize === 4 && device.subgroupMaxSize === 4;
  const fits = Math.max(...grid(product, tile, slices)) <= device.limits.maxComputeWorkgroupsPerDimension;
  return device.adapterClass === 'software' && fits && share === subgroupsOfFour;
}

/** Below this a smaller tile fills the cores as fast as slices and their sum in a second dispatch. */
const MIN_SPLIT_FLOPS = 5e6;

/** As many slices as fill the cores, as long as each is worth it; 1: do not cut. */
function slicesOf(product: Product, tile: Tile): number {
  const groups = groupsOf(product, tile);
  if (groups >= ENOUGH_GROUPS || tile.minSteps === null || product.flops < MIN_SPLIT_FLOPS) return 1;
  const worth = Math.floor(ceilDiv(product.k, 4) / tile.minSteps);
  return Math.max(1, Math.min(ceilDiv(2 * ENOUGH_GROUPS, groups), worth));
}

function tileDispatch(product: Product, tile: Tile, slices: number, share: boolean): Dispatch {
  const { batch, m, n, k, colsum } = product;
  const split = slices > 1;
  const results = split ? [write('scratch', 0)] : colsum ? [write('output', 1)] : [];
  return {
    shader: 'matmul/register-tile',
    conditions: {
      ...layoutConditions(product),
      share_a: share,
      rows_2: tile.rows >= 8,
      rows_4: tile.rows >= 16,
      rows_8: tile.rows >= 32,
      cols_2: tile.cols >= 8,
      cols_4: tile.cols >= 16,
      split,
    },
    constants: {},
    params: [
      u32('batch', batch),
      u32('m', m),
      u32('n', n),
      u32('k', k),
      u32('steps', ceilDiv(ceilDiv(k, 4), slices)),
    ],
    bind: [read('input', 0), read('input', 1), ...results],
    workgroups: grid(product, tile, slices),
    flops: product.flops,
    bytes: product.bytes,
    tail: !split,
    tailFour: !split,
  };
}
