import { configError } from '../../core/errors.ts';
import type { Column, Feature } from '../../data/types.ts';
import { rowOf } from '../column-rows.ts';
import type { OpenRun } from '../open-run.ts';
import { oneSample } from './sample-kind.ts';

/** A numeric input as a person wrote it. */
export interface NamedNumber {
  readonly name: string;
  readonly value: number;
}

/** The numbers of a sample as they were before they were normalised. */
export function featuresOf(
  { dataset: { features = [] } }: OpenRun,
  column: Column,
  sample: number,
): NamedNumber[] {
  const row = rowOf(column, sample).data;
  return features.map((feature, i) => ({ name: feature.name, value: rawOf(feature, row[i]!) }));
}

function rawOf({ log, mean, deviation }: Feature, value: number): number {
  const x = value * deviation + mean;
  const raw = log ? Math.expm1(x) : x;
  // Most numbers are counts: float32 left them a hair away.
  return Math.abs(raw - Math.round(raw)) < 1e-3 * Math.max(1, Math.abs(raw)) ? Math.round(raw) : raw;
}

/** A person's numbers under the names of the data's. */
export const namedNumbers = (
  { dataset: { features = [] } }: OpenRun,
  given: readonly number[],
): NamedNumber[] => features.map(({ name }, i) => ({ name, value: given[i]! }));

/** A person's numbers, normalised as the data are. Errors where there are too few or too many, or one is none. */
export function givenNumbers(
  { dataset: { features = [] } }: OpenRun,
  column: Column,
  given: readonly number[],
): Column {
  if (given.length !== features.length || !given.every(Number.isFinite)) {
    const must = `needs the ${features.length} numbers ${features.map((f) => f.name).join(', ')}`;
    throw configError({ where: 'your own input', must, got: given.join(', ') || 'none' });
  }
  const normal = features.map(({ log, mean, deviation }, i) => {
    const x = log ? Math.log1p(Math.max(0, given[i]!)) : given[i]!;
    return (x - mean) / deviation;
  });
  return oneSample(column, Float32Array.from(normal));
}
