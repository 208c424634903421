import { dataError } from '../../core/errors.ts';
import { inputArrays } from '../../nn/check-data.ts';
import type { AnyModel } from '../../nn/model.ts';
import type { Data } from '../../nn/runtime.ts';
import type { Resolved } from '../resolved.ts';
import type { BatchData } from './batch-data.ts';
import { buildFromData } from './build-from-data.ts';
import { type GivenWeights, readWeights } from './sample-weights.ts';
import { readTargets } from './targets.ts';

/** Inputs of a model, checked; no targets. */
export function readInputs(where: string, model: AnyModel, x: Data): BatchData {
  buildFromData(where, model, x);
  const arrays = inputArrays(where, model, x);
  const samples = arrays[0]!.shape[0]!;
  if (samples === 0) {
    throw dataError({ where, must: 'there must be at least one sample', got: '0' });
  }
  const inputs = Object.fromEntries(model.inputNames.map((name, i) => [name, arrays[i]!]));
  return { samples, inputs, targets: {}, weights: {} };
}

/** Inputs, targets and weights of samples, all checked before anything is made from them. */
export function readData(
  where: string,
  model: AnyModel,
  x: Data,
  y: Data,
  weights: GivenWeights,
): { readonly data: BatchData; readonly resolved: Resolved } {
  const read = readInputs(where, model, x);
  const { arrays: targets, resolved } = readTargets(where, model, y, read.samples);
  return {
    data: { ...read, targets, weights: readWeights(where, targets, read.samples, weights) },
    resolved,
  };
}
