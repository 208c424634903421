import type { Weight } from '../../nn/weight.ts';

/** A name for each weight that is the same whenever the model is built: its path, with `#n` where a path comes again. */
export function weightKeys(weights: readonly Weight[]): ReadonlyMap<Weight, string> {
  const seen = new Map<string, number>();
  return new Map(
    weights.map((weight) => {
      const n = seen.get(weight.path) ?? 0;
      seen.set(weight.path, n + 1);
      return [weight, n === 0 ? weight.path : `${weight.path}#${n}`];
    }),
  );
}
