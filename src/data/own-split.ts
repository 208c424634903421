import { Prng } from '../core/prng.ts';

/** One in so many samples of each class of a person's own data validates. */
const VALIDATION_EVERY = 5;

/**
 * Divides samples by label: of every class with two or more samples a fifth (at least one) validates. The order of each
 * part is random, the same for the same seed.
 */
export function splitByLabel(
  labels: readonly number[],
  seed: number,
): { readonly train: readonly number[]; readonly validation: readonly number[] } {
  const prng = new Prng(seed);
  const seen = new Map<number, number>();
  const [train, validation]: [number[], number[]] = [[], []];
  for (const sample of prng.permutation(labels.length)) {
    const before = seen.get(labels[sample]!) ?? 0;
    seen.set(labels[sample]!, before + 1);
    (before % VALIDATION_EVERY === 1 ? validation : train).push(sample);
  }
  return { train, validation };
}
