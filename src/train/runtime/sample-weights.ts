import { configError, dataError } from '../../core/errors.ts';
import type { NdArray } from '../../core/nd-array.ts';
import { formatShape } from '../../core/shape.ts';
import { castArray, isDictionary, orderData } from '../../nn/host-data.ts';
import { classWeights } from '../../nn/losses/class-weights.ts';
import type { ClassWeight, Data } from '../../nn/runtime.ts';
import { checkSamples } from './targets.ts';

export interface GivenWeights {
  readonly sampleWeight?: Data | undefined;
  readonly classWeight?: ClassWeight | undefined;
}

type Arrays = Readonly<Record<string, NdArray>>;

/**
 * Weights of samples by output, float32. One array is for all outputs, a list or dictionary for each. Errors: both kinds of weights,
 * class weights with several outputs, names, numbers of samples.
 */
export function readWeights(where: string, targets: Arrays, samples: number, given: GivenWeights): Arrays {
  const { sampleWeight, classWeight } = given;
  if (sampleWeight !== undefined && classWeight !== undefined) {
    throw configError({ where, must: 'only one of sampleWeight and classWeight may be given', got: 'both' });
  }
  if (classWeight !== undefined) return fromClasses(where, targets, classWeight);
  return sampleWeight === undefined ? {} : fromSamples(where, targets, samples, sampleWeight);
}

function fromClasses(where: string, targets: Arrays, classWeight: ClassWeight): Arrays {
  const entries = Object.entries(targets);
  if (entries.length === 1) {
    const [name, array] = entries[0]!;
    const data = classWeights(array, classWeight);
    return { [name]: { data, shape: [data.length], dtype: 'float32' } };
  }
  throw configError({
    where,
    must: 'classWeight needs a model with one output',
    got: `outputs ${Object.keys(targets).join(', ')}`,
    try: 'sampleWeight by output',
  });
}

function fromSamples(where: string, targets: Arrays, samples: number, given: Data): Arrays {
  const outputs = Object.keys(targets);
  const list = perOutput(where, outputs, given);
  checkSamples(where, samples, Object.keys(list), Object.values(list));
  return Object.fromEntries(
    Object.entries(list).map(([name, array]) => [name, castArray(where, array, 'float32')]),
  );
}

function perOutput(where: string, outputs: readonly string[], given: Data): Record<string, NdArray> {
  const what = 'sampleWeight';
  const byName = (names: readonly string[], arrays: readonly NdArray[]) =>
    Object.fromEntries(names.map((name, i) => [name, arrays[i]!]));
  if (isDictionary(given)) {
    const names = outputs.filter((name) => name in given);
    return byName(names, orderData({ where, what, names }, given));
  }
  if (outputs.length === 1 || isListOf(given, outputs.length)) {
    return byName(outputs, orderData({ where, what, names: outputs }, given));
  }
  const [one] = orderData({ where, what, names: ['all outputs'] }, given);
  if (one!.shape.length > 1 && !(one!.shape.length === 2 && one!.shape[1] === 1)) {
    throw dataError({
      where,
      must: 'one sampleWeight for all outputs must have one number per sample',
      got: formatShape(one!.shape),
      try: 'a list or dictionary with an array for each output',
    });
  }
  return byName(
    outputs,
    outputs.map(() => one!),
  );
}

/** A list with one tensor for each output, not one tensor as a list of numbers. */
function isListOf(given: Data, outputs: number): boolean {
  return (
    Array.isArray(given) && given.length === outputs && given.every((entry) => typeof entry === 'object')
  );
}
