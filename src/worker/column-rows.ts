import { sizeOf } from '../core/shape.ts';
import type { Column } from '../data/types.ts';
import type { WireTensor } from './protocol.ts';

/** What a column holds for one sample, as stored, in a buffer of its own. */
export function rowOf({ data, shape, index }: Column, sample: number): WireTensor {
  if (index === undefined) {
    const size = sizeOf(shape);
    return { shape, data: data.slice(sample * size, (sample + 1) * size) };
  }
  const count = sizeOf(index.shape);
  const size = sizeOf(shape.slice(index.shape.length));
  const out = data.slice(0, count * size);
  for (let k = 0; k < count; k++) {
    const row = index.rows[sample * count + k]!;
    out.set(data.subarray(row * size, (row + 1) * size), k * size);
  }
  return { shape, data: out };
}

/** The single number that a column holds for a sample. */
export const numberOf = (column: Column, sample: number): number => rowOf(column, sample).data[0]!;
