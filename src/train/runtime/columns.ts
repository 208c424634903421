import type { NdArray } from '../../core/nd-array.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Column, ColumnData } from '../../data/types.ts';
import { castArray } from '../../nn/host-data.ts';

/** An array [samples, ...] as a column: int32 stays whole numbers on the device, the other dtypes become float32. */
export function columnOf(name: string, array: NdArray): Column {
  const { data, shape, dtype } = array.dtype === 'uint32' ? castArray(name, array, 'int32') : array;
  return {
    name,
    shape: shape.slice(1),
    dtype: dtype as Column['dtype'],
    data: data as ColumnData,
    encoding: dtype === 'int32' ? 'id' : 'scale',
  };
}

/** Columns of arrays by name. */
export function columnsOf(arrays: Readonly<Record<string, NdArray>>): Record<string, Column> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, columnOf(name, array)]));
}

/** Samples `start` … `end` − 1, without copying. */
export function rows(array: NdArray, start: number, end: number): NdArray {
  const [, ...row] = array.shape;
  const width = sizeOf(row);
  return { ...array, shape: [end - start, ...row], data: array.data.subarray(start * width, end * width) };
}
