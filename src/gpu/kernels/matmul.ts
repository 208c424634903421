// Matrix products. `dot`: C[t, i, j] = Σ_l A[t, i, l] · B[t, l, j]; `dot_colsum`: also S[j] = Σ_l B[l, j].
// A and B are row-major, each optionally stored transposed. Which variant is for what: docs/notes/matmul.md.

import type { DotAttrs } from '../../graph/ops/dot.ts';
import { registerTileVariants } from './matmul-register-tile.ts';
import { productOf } from './matmul-sizes.ts';
import { elementPerGroup, workgroupTileVariants } from './matmul-workgroup-tile.ts';
import type { Kernel, Variant } from './types.ts';
import { read, u32, write } from './types.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/** One thread per element: for any shape and device. */
const naive: Variant<DotAttrs> = {
  name: 'naive',
  applies: () => true,
  dispatches: (request) => {
    const { batch, m, n, k, colsum, attrs, flops, bytes } = productOf(request);
    return [
      {
        shader: 'matmul/naive',
        conditions: { transpose_a: attrs.transposeA, transpose_b: attrs.transposeB, colsum },
        constants: {},
        params: [u32('batch', batch), u32('m', m), u32('n', n), u32('k', k)],
        bind: [read('input', 0), read('input', 1), ...(colsum ? [write('output', 1)] : [])],
        workgroups: foldGrid(ceilDiv(batch * m * n, 64), request.device),
        flops,
        bytes,
        tail: true,
      },
    ];
  },
};

export const matmulKernel: Kernel<DotAttrs> = {
  op: 'dot',
  tail: true,
  variants: [elementPerGroup, ...registerTileVariants, ...workgroupTileVariants, naive],
};

/** The same without the variant that has no place for column sums. */
export const matmulColsumKernel: Kernel<DotAttrs> = {
  op: 'dot_colsum',
  tail: true,
  variants: [...registerTileVariants, ...workgroupTileVariants, naive],
};
