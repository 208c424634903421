import { shapeError } from '../core/errors.ts';
import { type NdArray, ndArray } from '../core/nd-array.ts';
import type { Shape } from '../core/shape.ts';
import type { Weight, WeightHolder } from './weight.ts';

/** Gives first values to the weights that have none; weight i draws from stream i of `seed`. */
export function initializeWeights(weights: readonly Weight[], seed: number): void {
  weights.forEach((weight, i) => {
    weight.initialize(seed, i);
  });
}

/** Brings the host copies of weights that live on a device up to date. */
export async function presentValues(weights: readonly Weight[]): Promise<void> {
  const holders = new Map<WeightHolder, Weight[]>();
  for (const weight of weights) {
    if (weight.holder !== null) holders.set(weight.holder, [...(holders.get(weight.holder) ?? []), weight]);
  }
  await Promise.all([...holders].map(([holder, held]) => holder.read(held)));
}

/** Copies of the values, after those that live on a device were read back. */
export async function exportWeights(weights: readonly Weight[]): Promise<NdArray[]> {
  await presentValues(weights);
  return weights.map((weight) => ndArray(weight.read().slice(), weight.shape));
}

/** Sets the weights, checked as a whole before any is changed. */
export function importWeights(
  where: string,
  weights: readonly Weight[],
  values: readonly { readonly data: ArrayLike<number>; readonly shape: Shape }[],
): void {
  if (values.length !== weights.length) {
    throw shapeError({ where, must: `setWeights needs ${weights.length} arrays`, got: `${values.length}` });
  }
  weights.forEach((weight, i) => {
    weight.checkFits(values[i]!.data, values[i]!.shape);
  });
  weights.forEach((weight, i) => {
    weight.set(values[i]!.data, values[i]!.shape);
  });
}
