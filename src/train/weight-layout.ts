import { sizeOf } from '../core/shape.ts';
import { ALIGNMENT } from '../graph/plan/place.ts';
import type { Optimizer, RowRule } from '../nn/optimizers/optimizer.ts';
import type { Weight } from '../nn/weight.ts';

/** Where one trained weight lies in the flat vector of all of them, in elements. */
export interface WeightPlace {
  readonly weight: Weight;
  readonly offset: number;
  readonly length: number;
}

/**
 * Trained weights lie in one flat vector (`params`), so that one dispatch updates all of them; each begins at a multiple
 * of 64 elements, where a binding may begin. Tables of which a step updates only the rows that it looked up, and weights that are not
 * trained, have a variable each.
 */
export interface WeightLayout {
  readonly trained: readonly WeightPlace[];
  /** Elements of the flat vector, gaps included. */
  readonly size: number;
  /** Trained by rows, as `rule` says. */
  readonly tables: readonly Weight[];
  /** Null where there are no tables. */
  readonly rule: RowRule | null;
  /** With a variable of their own: the tables, and what is not trained. */
  readonly own: readonly Weight[];
}

/** Lays out the weights of a model. `optimizer` says whether tables can be trained by rows; null where nothing is trained. */
export function layoutWeights(
  all: readonly Weight[],
  trained: readonly Weight[],
  optimizer: Optimizer | null,
): WeightLayout {
  const chosen = new Set(trained);
  const rule = optimizer?.rowRule ?? null;
  const byRows = (w: Weight) => w.isTable && rule !== null;
  const flat = (w: Weight) => chosen.has(w) && !byRows(w);
  let offset = 0;
  const places = all.filter(flat).map((weight): WeightPlace => {
    const length = sizeOf(weight.shape);
    const place = { weight, offset, length };
    offset += Math.ceil(length / ALIGNMENT) * ALIGNMENT;
    return place;
  });
  const tables = all.filter((w) => chosen.has(w) && byRows(w));
  const own = all.filter((w) => !flat(w));
  return { trained: places, size: offset, tables, rule: tables.length === 0 ? null : rule, own };
}

/** The weights that training changes. */
export const trainedWeights = ({ trained, tables }: WeightLayout): readonly Weight[] => [
  ...trained.map(({ weight }) => weight),
  ...tables,
];

/** Name of the variable of a weight that has one of its own. */
export const ownName = (weight: Weight): string => `weight/${weight.id}/${weight.path}`;

export const PARAMS = 'params';
/** 1 from the first step on whose loss was no finite number; until it is cleared no step changes weights. */
export const NON_FINITE = 'non_finite';
export const slotName = (slot: string): string => `optimizer/${slot}`;
/** The slot of a table. */
export const rowSlotName = (slot: string, table: Weight): string =>
  `${slotName(slot)}/${table.id}/${table.path}`;
/** Beside each row of a table the step that updated it last, as `CLOCK` counts them. */
export const touchedName = (table: Weight): string => rowSlotName('last_step', table);
/** Steps that have changed weights. */
export const CLOCK = 'optimizer/clock';
