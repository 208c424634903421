import { sizeOf } from '../../core/shape.ts';
import type { SafeTensor } from './format.ts';

/** A float32 tensor for a file: a view of the numbers, copied by nobody. */
export function floatTensor(name: string, shape: readonly number[], data: Float32Array): SafeTensor {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dtype: 'F32', shape, bytes };
}

/** The numbers of a floating-point tensor as float32; null for types that hold no such numbers. */
export function toFloats(tensor: SafeTensor): Float32Array | null {
  const { dtype, shape, bytes } = tensor;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (dtype === 'F32' && bytes.byteOffset % 4 === 0)
    return new Float32Array(bytes.buffer, bytes.byteOffset, sizeOf(shape));
  const read = READERS[dtype];
  if (read === undefined) return null;
  return Float32Array.from({ length: sizeOf(shape) }, (_, i) => read(view, i));
}

const READERS: Partial<Record<SafeTensor['dtype'], (view: DataView, i: number) => number>> = {
  F32: (view, i) => view.getFloat32(4 * i, true),
  F64: (view, i) => view.getFloat64(8 * i, true),
  F16: (view, i) => half(view.getUint16(2 * i, true)),
  BF16: (view, i) => brain(view.getUint16(2 * i, true)),
};

/** IEEE half precision: 1 sign bit, 5 of the exponent, 10 of the fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const WORD = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function brain(bits: number): number {
  WORD.setUint32(0, bits << 16);
  return WORD.getFloat32(0);
}
