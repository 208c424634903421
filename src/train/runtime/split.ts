import { configError, dataError } from '../../core/errors.ts';
import { type BatchData, sliceData } from './batch-data.ts';

export interface TrainValidation {
  readonly train: BatchData;
  readonly validation: BatchData;
}

/**
 * Keeps the last `fraction` of the samples apart, before any shuffling: training gets the first ⌊n·(1 − fraction)⌋, as in Keras.
 * Errors where a part would be empty.
 */
export function splitData(where: string, data: BatchData, fraction: number): TrainValidation {
  if (!(fraction > 0 && fraction < 1)) {
    throw configError({ where, must: 'validationSplit must lie between 0 and 1', got: String(fraction) });
  }
  const { samples } = data;
  const at = Math.floor(samples * (1 - fraction));
  if (at === 0 || at === samples) {
    throw dataError({
      where,
      must: 'validationSplit must leave samples for training and for validation',
      got: `${fraction} of ${samples} samples`,
      try: 'more samples, or validationData',
    });
  }
  return { train: sliceData(data, 0, at), validation: sliceData(data, at, samples) };
}
