import { allocate, type DType, dtypeOf } from '../core/dtype.ts';
import { dataError } from '../core/errors.ts';
import { type NdArray, ndArray } from '../core/nd-array.ts';
import { formatShape, type Shape, sizeOf } from '../core/shape.ts';
import type { Data, NestedNumbers, TensorLike } from './runtime.ts';

/** What the data of a call are for, in the user's words. */
export interface DataSlots {
  /** `model.fit` */
  readonly where: string;
  /** `x`, `y` or `sampleWeight`. */
  readonly what: string;
  /** Names of the inputs or outputs, in order. */
  readonly names: readonly string[];
}

/**
 * One array for each name: data are one tensor (for one name), a list in order, or a dictionary by name. Errors say which names
 * are missing or not known.
 */
export function orderData(slots: DataSlots, data: Data): NdArray[] {
  return splitData(slots, data).map((tensor, i) =>
    toArray(`${slots.where}, ${slots.what} '${slots.names[i]}'`, tensor),
  );
}

function splitData(slots: DataSlots, data: Data): TensorLike[] {
  const { names } = slots;
  if (isDictionary(data)) return byName(slots, data);
  if (names.length === 1 && !(Array.isArray(data) && data.length === 1 && isArrayObject(data[0]))) {
    return [data as TensorLike];
  }
  if (Array.isArray(data) && data.length === names.length) return [...data] as TensorLike[];
  throw dataError({
    where: slots.where,
    must: `${slots.what} must be a list of ${names.length} tensors or a dictionary with the keys ${names.join(', ')}`,
    got: Array.isArray(data) ? `a list of ${data.length}` : 'one tensor',
  });
}

function byName(slots: DataSlots, data: Readonly<Record<string, TensorLike>>): TensorLike[] {
  const { names } = slots;
  const missing = names.filter((name) => data[name] === undefined);
  const extra = Object.keys(data).filter((key) => !names.includes(key));
  if (missing.length === 0 && extra.length === 0) return names.map((name) => data[name]!);
  const parts = [
    ...(missing.length > 0 ? [`no '${missing.join("', '")}'`] : []),
    ...(extra.length > 0 ? [`an unknown '${extra.join("', '")}'`] : []),
  ];
  throw dataError({
    where: slots.where,
    must: `the dictionary ${slots.what} must have the keys ${names.join(', ')}`,
    got: parts.join(' and '),
  });
}

function isArrayObject(value: unknown): value is { data: NdArray['data'] | readonly number[]; shape: Shape } {
  return typeof value === 'object' && value !== null && 'data' in value && 'shape' in value;
}

/** Whether data are given by name. */
export function isDictionary(data: Data): data is { readonly [name: string]: TensorLike } {
  return typeof data === 'object' && data !== null && !Array.isArray(data) && !isArrayObject(data);
}

/** A dense array from `{ data, shape }` or nested lists. Whole numbers in lists stay float32: models cast what they read. */
export function toArray(where: string, value: TensorLike): NdArray {
  if (isArrayObject(value)) return fromObject(where, value);
  const shape = nestedShape(value);
  const out = new Float32Array(sizeOf(shape));
  const filled = fill(out, value as NestedNumbers, shape, 0, 0);
  if (filled) return ndArray(out, shape);
  throw dataError({
    where,
    must: 'nested lists must hold numbers, in lists of equal length',
    got: 'something else',
  });
}

function fromObject(
  where: string,
  value: { data: NdArray['data'] | readonly number[]; shape: Shape },
): NdArray {
  const size = sizeOf(value.shape);
  if (value.data.length !== size) {
    const got = `${value.data.length}`;
    throw dataError({ where, must: `shape ${formatShape(value.shape)} needs ${size} elements`, got });
  }
  const data = Array.isArray(value.data) ? Float32Array.from(value.data) : (value.data as NdArray['data']);
  return { data, shape: value.shape, dtype: dtypeOf(data) };
}

/** The shape that the first elements have all the way down. */
function nestedShape(value: TensorLike): number[] {
  const shape: number[] = [];
  for (let at: unknown = value; Array.isArray(at); at = at[0]) shape.push(at.length);
  return shape;
}

/** Writes the numbers below `value`; false where they do not have the shape. */
function fill(out: Float32Array, value: NestedNumbers, shape: Shape, axis: number, offset: number): boolean {
  if (axis === shape.length) {
    if (typeof value !== 'number') return false;
    out[offset] = value;
    return true;
  }
  if (!Array.isArray(value) || value.length !== shape[axis]) return false;
  const step = sizeOf(shape.slice(axis + 1));
  return value.every((part: NestedNumbers, i) => fill(out, part, shape, axis + 1, offset + i * step));
}

/** The whole numbers that a dtype holds. */
const RANGES: Readonly<Partial<Record<DType, readonly [number, number]>>> = {
  uint8: [0, 255],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
};

/** The same numbers in another dtype; whole-number dtypes accept whole numbers in their range only. */
export function castArray(where: string, array: NdArray, dtype: DType): NdArray {
  if (array.dtype === dtype) return array;
  const data = allocate(dtype, array.data.length);
  const range = RANGES[dtype];
  for (let i = 0; i < data.length; i++) {
    const value = array.data[i]!;
    if (range !== undefined && !(Number.isInteger(value) && value >= range[0] && value <= range[1])) {
      throw dataError({
        where,
        must: `must be whole numbers from ${range[0]} to ${range[1]}, for the input is ${dtype}`,
        got: `${value} at ${i}`,
      });
    }
    data[i] = value;
  }
  return { data, shape: array.shape, dtype };
}
