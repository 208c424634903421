import type { Column, ColumnIndex } from './types.ts';

/** Grey pixels of images, given to the model as value / 255. */
export function pixelColumn(name: string, data: Uint8Array, shape: readonly number[]): Column {
  return { name, shape, dtype: 'uint8', data, encoding: 'scale', scale: 1 / 255 };
}

/** Whole numbers in [0, depth), where `meaning` gives the depth or a name for each. `shape` []: one a sample. */
export function idColumn(
  name: string,
  data: Uint8Array | Int32Array,
  meaning: number | readonly string[],
  shape: readonly number[] = [],
): Column {
  const ids = typeof meaning === 'number' ? { depth: meaning } : { depth: meaning.length, names: meaning };
  return { name, shape, dtype: data instanceof Uint8Array ? 'uint8' : 'int32', data, encoding: 'id', ...ids };
}

/** Numbers as they are, [samples, ...shape]. */
export function numberColumn(name: string, data: Float32Array, shape: readonly number[]): Column {
  return { name, shape, dtype: 'float32', data, encoding: 'scale' };
}

/** Yes (1) or no (0), `shape` of them a sample; [1], as a model's single sigmoid unit gives it, unless told. */
export function flagColumn(name: string, data: Uint8Array, shape: readonly number[] = [1]): Column {
  return { name, shape, dtype: 'uint8', data, encoding: 'scale' };
}

/** Rows of `shared` chosen by `index`; the data are not copied. */
export function indexColumn(name: string, shared: Column, index: ColumnIndex): Column {
  return { ...shared, name, shape: [...index.shape, ...shared.shape], index };
}

/** The same ids gathered with a one-hot axis at the end. */
export function oneHot(column: Column): Column {
  return { ...column, encoding: 'one-hot' };
}

/** The same data seen in another shape of equal size, such as images as flat vectors. */
export function reshaped(column: Column, shape: readonly number[]): Column {
  return { ...column, shape };
}
