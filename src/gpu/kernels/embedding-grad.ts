// Gradient of an embedding table from the rows that a batch used: indices int32 [n], g [n, d] → [rows, d]. Every row is
// the sum of its entries in their order, so the result is the same every time.

import { sizeOf } from '../../core/shape.ts';
import type { EmbeddingGradAttrs } from '../../graph/ops/embedding-grad.ts';
import type { Dispatch, Kernel, KernelRequest, Variant } from './types.ts';
import { read, u32, write } from './types.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

interface Sizes {
  readonly count: number;
  readonly width: number;
  readonly rows: number;
}

function sizesOf({ inputs: [, g], outputs: [out] }: KernelRequest<EmbeddingGradAttrs>): Sizes {
  return { count: g!.shape[0]!, width: g!.shape[1]!, rows: out!.shape[0]! };
}

const plain = { constants: {}, tail: false } as const;

/** Chains the entries of each row on one thread, then writes every row once, zeros included. */
const chains: Variant<EmbeddingGradAttrs> = {
  name: 'chains',
  applies: ({ device }) => device.adapterClass === 'software',
  scratch: (request) => {
    const { rows, count } = sizesOf(request);
    return [4 * rows, 4 * count];
  },
  dispatches: (request) => {
    const sizes = sizesOf(request);
    return [linkEntries(sizes, 0), addChains(sizes, request)];
  },
};

/** Chains the entries of equal row number, input number `indices`: scratch buffers 0 and 1 are the heads of the rows and the links. */
export function linkEntries({ count, rows }: Pick<Sizes, 'count' | 'rows'>, indices: number): Dispatch {
  return {
    ...plain,
    shader: 'embedding/link-entries',
    conditions: {},
    params: [u32('count', count), u32('rows', rows)],
    bind: [read('input', indices), write('scratch', 0), write('scratch', 1)],
    workgroups: [1, 1, 1],
    flops: 0,
    bytes: 4 * (2 * count + rows),
  };
}

/** On a CPU threads do much work each; four neighbours read whole cache lines. */
export const THREADS_OF_A_ROW = 4;

function addChains({ count, width, rows }: Sizes, { device }: KernelRequest<EmbeddingGradAttrs>): Dispatch {
  const vec4 = width % 4 === 0;
  const columns = vec4 ? width / 4 : width;
  const threads = THREADS_OF_A_ROW;
  return {
    ...plain,
    shader: 'embedding/add-chains',
    conditions: { vec4 },
    params: [u32('count', count), u32('rows', rows), u32('width', columns), u32('threads', threads)],
    bind: [read('scratch', 0), read('scratch', 1), read('input', 1), write('output', 0)],
    workgroups: foldGrid(ceilDiv(rows * threads, 32), device),
    flops: count * width,
    bytes: 4 * (count + rows + (count + rows) * width),
  };
}

/** Zeros everywhere, then each used row is summed by the workgroup of its first entry. */
const firstEntryAdds: Variant<EmbeddingGradAttrs> = {
  name: 'first-entry-adds',
  applies: () => true,
  dispatches: (request) => {
    const { count, width, rows } = sizesOf(request);
    const size = sizeOf(request.outputs[0]!.shape);
    return [
      {
        ...plain,
        shader: 'embedding/zero',
        conditions: {},
        params: [u32('size', size)],
        bind: [write('output', 0)],
        workgroups: [Math.min(ceilDiv(size, 64), 65_535), 1, 1],
        flops: 0,
        bytes: 4 * size,
      },
      {
        ...plain,
        shader: 'embedding/add-rows',
        conditions: {},
        params: [u32('count', count), u32('width', width), u32('rows', rows)],
        bind: [read('input', 0), read('input', 1), write('output', 0)],
        workgroups: foldGrid(count, request.device),
        flops: count * width,
        bytes: 4 * (count + 2 * count * width),
      },
    ];
  },
};

export const embeddingGradKernel: Kernel<EmbeddingGradAttrs> = {
  op: 'embedding_grad',
  tail: false,
  variants: [chains, firstEntryAdds],
};
