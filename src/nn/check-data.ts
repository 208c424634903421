import { dataError } from '../core/errors.ts';
import type { NdArray } from '../core/nd-array.ts';
import { formatShape, type Shape } from '../core/shape.ts';
import { castArray, orderData } from './host-data.ts';
import type { AnyModel } from './model.ts';
import type { Data } from './runtime.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';
import { type VocabularyLimit, vocabularyLimits } from './vocabulary.ts';

/**
 * The data for a model's inputs, one array each in order: names, shapes, dtypes, equal numbers of samples and indices within
 * vocabularies are checked. A last axis of size 1 may be left out or added, as in Keras.
 */
export function inputArrays(where: string, model: AnyModel, x: Data): NdArray[] {
  const arrays = orderData({ where, what: 'x', names: model.inputNames }, x);
  const limits = vocabularyLimits(model);
  const fitted = model.inputs.map((tensor, i) => {
    const name = `${where}, input '${tensor.name}'`;
    const array = castArray(name, fitShape(name, tensor, arrays[i]!), tensor.dtype);
    for (const limit of limits.get(tensor) ?? []) checkIndices(name, array, limit);
    return array;
  });
  sameSamples(where, model.inputNames, fitted);
  return fitted;
}

/** Throws unless all arrays have as many samples as the first. */
export function sameSamples(where: string, names: readonly string[], arrays: readonly NdArray[]): void {
  const counts = arrays.map((a) => a.shape[0] ?? 0);
  const odd = counts.findIndex((n) => n !== counts[0]);
  if (odd < 0) return;
  throw dataError({
    where,
    must: 'all arrays must have the same number of samples',
    got: `${counts[0]} in '${names[0]}' and ${counts[odd]} in '${names[odd]}'`,
  });
}

function fitShape(where: string, tensor: SymbolicTensor, array: NdArray): NdArray {
  const expected = tensor.shape.slice(1) as number[];
  const given = array.shape.slice(1);
  const candidates: Shape[] = [given, [...given, 1]];
  if (given[given.length - 1] === 1) candidates.push(given.slice(0, -1));
  const found = candidates.find((c) => c.length === expected.length && c.every((d, i) => d === expected[i]));
  if (array.shape.length > 0 && found !== undefined) return { ...array, shape: [array.shape[0]!, ...found] };
  throw dataError({
    where,
    must: `must have shape ${formatShape(tensor.shape)}`,
    got: formatShape(array.shape),
  });
}

function checkIndices(where: string, array: NdArray, { layer, size }: VocabularyLimit): void {
  const at = array.data.findIndex((value) => !(value >= 0 && value < size));
  if (at < 0) return;
  const row = Math.floor(at / (array.data.length / array.shape[0]!));
  throw dataError({
    where,
    must: `indices must be from 0 to ${size - 1}, the vocabulary of ${layer}`,
    got: `${array.data[at]} in sample ${row}`,
    try: `inputDim of ${layer} above the largest index`,
  });
}
