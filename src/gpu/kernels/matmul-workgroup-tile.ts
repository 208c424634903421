// Products on GPUs: tiles in workgroup memory (shaders/matmul/workgroup-tile.wgsl), long sums cut into slices, and a
// workgroup per element where there are few of them (shaders/matmul/element-per-group.wgsl).

import type { DotAttrs } from '../../graph/ops/dot.ts';
import type { DeviceFacts } from '../device-facts.ts';
import { layoutConditions, type Product, productOf } from './matmul-sizes.ts';
import { partialBytes, sumSlices } from './matmul-split.ts';
import type { Dispatch, Variant } from './types.ts';
import { read, u32, write } from './types.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/** A tile is 4 · side elements square. */
type Side = 8 | 16;

/** Elements along K that lie in workgroup memory at a time. */
const DEPTH = 16;
/** Workgroups that keep a GPU busy: a few for each of some tens of cores. */
const ENOUGH_GROUPS = 64;
/** Elements along K below which a slice does not pay for its second dispatch. */
const MIN_DEPTH = 128;
/** Results up to which a workgroup for each is not too many. */
const FEW_ELEMENTS = 1024;
/** Results up to which it is worth a measurement. */
const MAY_BE_FEW = 8192;

export const elementPerGroup: Variant<DotAttrs> = {
  name: 'element-per-group',
  applies: (request) => {
    const { batch, m, n, k } = productOf(request);
    const few = Math.min(m, n) <= 2 && batch * m * n <= FEW_ELEMENTS;
    return request.device.adapterClass === 'hardware' && few && k >= 64;
  },
  possible: (request) => {
    const { batch, m, n, k, colsum } = productOf(request);
    return request.device.adapterClass === 'hardware' && !colsum && batch * m * n <= MAY_BE_FEW && k >= 32;
  },
  dispatches: (request) => {
    const { batch, m, n, k, attrs, flops, bytes } = productOf(request);
    return [
      {
        shader: 'matmul/element-per-group',
        conditions: { transpose_a: attrs.transposeA, transpose_b: attrs.transposeB },
        constants: {},
        params: [u32('batch', batch), u32('m', m), u32('n', n), u32('k', k)],
        bind: [read('input', 0), read('input', 1)],
        workgroups: foldGrid(batch * m * n, request.device),
        flops,
        bytes,
        tail: true,
      },
    ];
  },
};

/** The big tile where it gives enough workgroups; K cut where neither does and there is enough of it; else the small. */
export const workgroupTileVariants: readonly Variant<DotAttrs>[] = [
  wholeVariant(16, ENOUGH_GROUPS),
  splitVariant(8),
  wholeVariant(8, 1),
];

function wholeVariant(side: Side, minGroups: number): Variant<DotAttrs> {
  return {
    name: `workgroup-${4 * side}x${4 * side}`,
    applies: (request) => {
      const product = productOf(request);
      return groupsOf(product, side) >= minGroups && canRun(product, side, 1, request.device);
    },
    possible: (request) => canRun(productOf(request), side, 1, request.device),
    dispatches: (request) => [tileDispatch(productOf(request), side, 1)],
  };
}

function splitVariant(side: Side): Variant<DotAttrs> {
  const cut = (product: Product) => Math.max(2, slicesOf(product, side));
  return {
    name: `workgroup-${4 * side}x${4 * side}-split`,
    applies: (request) => {
      const product = productOf(request);
      const slices = slicesOf(product, side);
      return slices > 1 && canRun(product, side, slices, request.device);
    },
    possible: (request) => {
      const product = productOf(request);
      return product.k >= 2 * MIN_DEPTH && canRun(product, side, cut(product), request.device);
    },
    scratch: (request) => {
      const product = productOf(request);
      return [partialBytes(product, cut(product))];
    },
    dispatches: (request) => {
      const product = productOf(request);
      const slices = cut(product);
      return [tileDispatch(product, side, slices), sumSlices(product, slices, request.device)];
    },
  };
}

function grid({ batch, m, n }: Product, side: Side, slices: number): [number, number, number] {
  return [ceilDiv(n, 4 * side), ceilDiv(m, 4 * side), batch * slices];
}

function groupsOf(product: Product, side: Side): number {
  const [x, y, z] = grid(product, side, 1);
  return x * y * z;
}

function canRun(product: Product, side: Side, slices: number, device: DeviceFacts): boolean {
  const fits = Math.max(...grid(product, side, slices)) <= device.limits.maxComputeWorkgroupsPerDimension;
  return device.adapterClass === 'hardware' && fits;
}

/** As many slices as keep the GPU busy, as long as each is worth it; 1: do not cut. */
function slicesOf(product: Product, side: Side): number {
  const groups = groupsOf(product, side);
  if (groups >= ENOUGH_GROUPS) return 1;
  return Math.max(1, Math.min(ceilDiv(ENOUGH_GROUPS, groups), Math.floor(product.k / MIN_DEPTH)));
}

function tileDispatch(product: Product, side: Side, slices: number): Dispatch {
  const { batch, m, n, k, colsum } = product;
  const split = slices > 1;
  const { k_edge: _, ...layout } = layoutConditions(product);
  const results = split ? [write('scratch', 0)] : colsum ? [write('output', 1)] : [];
  return {
    shader: 'matmul/workgroup-tile',
    conditions: { ...layout, small: side === 8, split },
    constants: {},
    params: [
      u32('batch', batch),
      u32('m', m),
      u32('n', n),
      u32('k', k),
      u32('depth', DEPTH * ceilDiv(ceilDiv(k, DEPTH), slices)),
    ],
    bind: [read('input', 0), read('input', 1), ...results],
    workgroups: grid(product, side, slices),
    flops: product.flops,
    bytes: product.bytes,
    tail: !split,
  };
}
