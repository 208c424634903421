import { Prng } from '../../core/prng.ts';

/** A `seed` of the initializer's own makes it draw the same numbers for every weight; null: the model's numbers. */
export interface Seeded {
  readonly seed?: number | null | undefined;
}

/** The source of random numbers that an initializer with this seed uses. */
export function sourceOf(seed: number | null | undefined, model: Prng): Prng {
  return seed === null || seed === undefined ? model : new Prng(seed);
}
