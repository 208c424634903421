import { type DotAttrs, dotSizes } from '../../graph/ops/dot.ts';
import type { Kernel } from './types.ts';
import { read, u32 } from './types.ts';
import { ceilDiv } from './workgroups.ts';

/** Matrix product. Placeholder set of variants: one thread per element. */
export const matmulKernel: Kernel<DotAttrs> = {
  op: 'dot',
  tail: true,
  variants: [
    {
      name: 'naive',
      applies: () => true,
      dispatches: ({ inputs: [a, b], attrs }) => {
        const { batch, m, k, n } = dotSizes(a!, b!, attrs);
        return [
          {
            shader: 'matmul/naive',
            conditions: { transpose_a: attrs.transposeA, transpose_b: attrs.transposeB },
            constants: {},
            params: [u32('batch', batch), u32('m', m), u32('n', n), u32('k', k)],
            bind: [read('input', 0), read('input', 1)],
            workgroups: [ceilDiv(n, 8), ceilDiv(m, 8), batch],
            flops: 2 * batch * m * n * k,
            bytes: 4 * batch * (m * k + k * n + m * n),
            tail: true,
          },
        ];
      },
    },
  ],
};
