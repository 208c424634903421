import { type DotAttrs, type DotSizes, dotSizes } from '../../graph/ops/dot.ts';
import type { KernelRequest } from './types.ts';

/** A product as the variants see it: `dot`, or `dot_colsum` where the column sums of b are asked for too. */
export interface Product extends DotSizes {
  readonly attrs: DotAttrs;
  readonly colsum: boolean;
  /** Of the product and the sums. */
  readonly flops: number;
  /** Operands and results once. */
  readonly bytes: number;
}

export function productOf({ inputs: [a, b], outputs, attrs }: KernelRequest<DotAttrs>): Product {
  const sizes = dotSizes(a!, b!, attrs);
  const { batch, m, k, n } = sizes;
  const colsum = outputs.length > 1;
  return {
    ...sizes,
    attrs,
    colsum,
    flops: 2 * batch * m * n * k + (colsum ? k * n : 0),
    bytes: 4 * (batch * (m * k + k * n + m * n) + (colsum ? n : 0)),
  };
}

/** Structural conditions that all tiled shaders share: how the operands lie in memory and whether four fit at once. */
export function layoutConditions({ m, n, k, attrs: { transposeA, transposeB }, colsum }: Product) {
  const whole = (length: number) => length % 4 === 0;
  return {
    transpose_a: transposeA,
    transpose_b: transposeB,
    vec4_a: whole(transposeA ? m : k),
    vec4_b: whole(transposeB ? k : n),
    k_edge: !whole(k),
    colsum,
  };
}
