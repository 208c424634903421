import { SymbolicTensor } from './symbolic-tensor.ts';

/** One tensor, a list in order, or a dictionary by name. */
export type Tensors =
  | SymbolicTensor
  | readonly SymbolicTensor[]
  | { readonly [name: string]: SymbolicTensor };

/** The tensors in order; those of a dictionary in the order of its sorted keys, as Keras flattens. */
export function flattenTensors(tensors: Tensors): SymbolicTensor[] {
  if (tensors instanceof SymbolicTensor) return [tensors];
  if (isList(tensors)) return [...tensors];
  return sortedKeys(tensors).map((key) => tensors[key]!);
}

/** The keys of a dictionary of tensors in flattening order, null for a tensor or a list. */
export function keysOf(tensors: Tensors): string[] | null {
  return tensors instanceof SymbolicTensor || isList(tensors) ? null : sortedKeys(tensors);
}

/** Puts flat values into the form of `like`: one, a list, or a dictionary. */
export function packLike<T>(like: Tensors, values: readonly T[]): T | T[] | Record<string, T> {
  const keys = keysOf(like);
  if (keys !== null) return Object.fromEntries(keys.map((key, i) => [key, values[i]!]));
  return isList(like) ? [...values] : values[0]!;
}

const isList = (tensors: Tensors): tensors is readonly SymbolicTensor[] => Array.isArray(tensors);

const sortedKeys = (dict: object): string[] => Object.keys(dict).sort();
