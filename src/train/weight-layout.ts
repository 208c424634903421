import { sizeOf } from '../core/shape.ts';
import { ALIGNMENT } from '../graph/plan/place.ts';
import type { Weight } from '../nn/weight.ts';

/** Where one trained weight lies in the flat vector of all of them, in elements. */
export interface WeightPlace {
  readonly weight: Weight;
  readonly offset: number;
  readonly length: number;
}

/**
 * Trained weights lie in one flat vector (`params`), so that one dispatch updates all of them; each begins at a multiple
 * of 64 elements, where a binding may begin. Weights that are not trained have a variable each.
 */
export interface WeightLayout {
  readonly trained: readonly WeightPlace[];
  /** Elements of the flat vector, gaps included. */
  readonly size: number;
  readonly fixed: readonly Weight[];
}

export function layoutWeights(all: readonly Weight[], trained: readonly Weight[]): WeightLayout {
  const chosen = new Set(trained);
  let offset = 0;
  const places = all
    .filter((w) => chosen.has(w))
    .map((weight): WeightPlace => {
      const length = sizeOf(weight.shape);
      const place = { weight, offset, length };
      offset += Math.ceil(length / ALIGNMENT) * ALIGNMENT;
      return place;
    });
  return { trained: places, size: offset, fixed: all.filter((w) => !chosen.has(w)) };
}

/** Name of the variable of a weight that has one of its own. */
export const fixedName = (weight: Weight): string => `weight/${weight.id}/${weight.path}`;

export const PARAMS = 'params';
/** 1 from the first step on whose loss was no finite number; until it is cleared no step changes weights. */
export const NON_FINITE = 'non_finite';
export const slotName = (slot: string): string => `optimizer/${slot}`;
