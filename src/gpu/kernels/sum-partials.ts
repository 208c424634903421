import type { DeviceFacts } from '../device-facts.ts';
import { type Dispatch, read, u32, write } from './types.ts';
import { ceilDiv, foldGrid } from './workgroups.ts';

/** Partial sums [chunks, count] in scratch 0; the first `split` elements of each are output 0, the rest output 1. */
export interface Partials {
  readonly chunks: number;
  readonly count: number;
  readonly split: number;
}

/** Second pass of a sum that was shared among threads: adds the chunks in their order, so the result is always the same. */
export function sumPartials({ chunks, count, split }: Partials, device: DeviceFacts): Dispatch {
  const bias = split < count;
  return {
    shader: 'conv/sum-partials',
    conditions: { bias },
    constants: {},
    params: [u32('chunks', chunks), u32('count', count), u32('split', split)],
    bind: [read('scratch', 0), write('output', 0), ...(bias ? [write('output', 1)] : [])],
    workgroups: foldGrid(ceilDiv(count, 64), device),
    flops: chunks * count,
    bytes: 4 * (chunks + 1) * count,
    tail: false,
  };
}
