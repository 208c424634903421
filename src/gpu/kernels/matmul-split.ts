// Products whose K is cut into slices: the partial sums and the dispatch that adds them.

import type { DeviceFacts } from '../device-facts.ts';
import type { Product } from './matmul-sizes.ts';
import type { Dispatch } from './types.ts';
import { read, u32, write } from './types.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/** Rows of one slice of partial sums: those of C and, with column sums, one more. */
const sliceRows = ({ batch, m, colsum }: Product): number => batch * m + (colsum ? 1 : 0);

/** Bytes of the partial sums [slices, rows, N]. */
export function partialBytes(product: Product, slices: number): number {
  return 4 * slices * sliceRows(product) * product.n;
}

/** Adds the slices in their order, so that the result is always the same, and hands it to the tail. */
export function sumSlices(product: Product, slices: number, device: DeviceFacts): Dispatch {
  const { batch, m, n, colsum } = product;
  const count = sliceRows(product) * n;
  return {
    shader: 'matmul/sum-splits',
    conditions: { colsum },
    constants: {},
    params: [u32('rows', batch * m), u32('cols', n), u32('slices', slices)],
    bind: [read('scratch', 0), ...(colsum ? [write('output', 1)] : [])],
    workgroups: foldGrid(ceilDiv(count, 32), device),
    flops: slices * count,
    bytes: 4 * (slices + 1) * count,
    tail: true,
  };
}
