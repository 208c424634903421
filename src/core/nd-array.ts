import type { DType, TypedArray } from './dtype.ts';
import { allocate, dtypeOf } from './dtype.ts';
import { shapeError } from './errors.ts';
import type { Shape } from './shape.ts';
import { formatShape, sizeOf } from './shape.ts';

/** Dense host tensor, row-major. */
export interface NdArray {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: TypedArray;
}

/** Wraps `data` as a tensor of `shape`. Errors when the sizes differ. */
export function ndArray(data: TypedArray, shape: Shape): NdArray {
  if (data.length !== sizeOf(shape)) {
    throw shapeError({
      where: 'array',
      must: `shape ${formatShape(shape)} needs ${sizeOf(shape)} elements`,
      got: `${data.length}`,
    });
  }
  return { shape, dtype: dtypeOf(data), data };
}

export function zeros(shape: Shape, dtype: DType = 'float32'): NdArray {
  return { shape, dtype, data: allocate(dtype, sizeOf(shape)) };
}

export function full(shape: Shape, value: number, dtype: DType = 'float32'): NdArray {
  const out = zeros(shape, dtype);
  out.data.fill(value);
  return out;
}

/** A tensor whose element at flat index i is `fn(i)`. */
export function fromFunction(shape: Shape, fn: (index: number) => number, dtype: DType = 'float32'): NdArray {
  const out = zeros(shape, dtype);
  for (let i = 0; i < out.data.length; i++) out.data[i] = fn(i);
  return out;
}
