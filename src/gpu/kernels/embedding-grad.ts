// Gradient of an embedding table from the rows that a batch used: indices int32 [n], g [n, d] → [rows, d].

import { sizeOf } from '../../core/shape.ts';
import type { EmbeddingGradAttrs } from '../../graph/ops/embedding-grad.ts';
import type { Kernel } from './types.ts';
import { read, u32, write } from './types.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/** Zeros everywhere, then each used row is summed by one thread, in the order of the entries: deterministic. */
export const embeddingGradKernel: Kernel<EmbeddingGradAttrs> = {
  op: 'embedding_grad',
  tail: false,
  variants: [
    {
      name: 'first-entry-adds',
      applies: () => true,
      dispatches: ({ inputs: [, g], outputs: [out], device }) => {
        const [count, width] = [g!.shape[0]!, g!.shape[1]!];
        const [rows, size] = [out!.shape[0]!, sizeOf(out!.shape)];
        const zero = Math.min(ceilDiv(size, 64), device.adapterClass === 'software' ? 16 : 65535);
        const shared = { conditions: {}, constants: {}, tail: false };
        return [
          {
            ...shared,
            shader: 'embedding/zero',
            params: [u32('size', size)],
            bind: [write('output', 0)],
            workgroups: [zero, 1, 1],
            flops: 0,
            bytes: 4 * size,
          },
          {
            ...shared,
            shader: 'embedding/add-rows',
            params: [u32('count', count), u32('width', width), u32('rows', rows)],
            bind: [read('input', 0), read('input', 1), write('output', 0)],
            workgroups: foldGrid(ceilDiv(count, 16), device),
            flops: count * width,
            bytes: 4 * (count + 3 * count * width),
          },
        ];
      },
    },
  ],
};
