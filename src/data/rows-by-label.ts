import type { Prng } from '../core/prng.ts';

/** The rows that carry each label 0 … labels − 1. */
export function rowsByLabel(data: ArrayLike<number>, labels: number): readonly Uint32Array[] {
  const rows = Array.from({ length: labels }, (): number[] => []);
  for (let row = 0; row < data.length; row++) rows[data[row]!]!.push(row);
  return rows.map((list) => Uint32Array.from(list));
}

/** One of `rows`, each equally likely. */
export function drawFrom(rows: Uint32Array, prng: Prng): number {
  return rows[prng.below(rows.length)]!;
}

/** One of `rows` other than `row`; `row` itself where there is no other. */
export function drawOther(rows: Uint32Array, row: number, prng: Prng): number {
  if (rows.length < 2) return row;
  for (;;) {
    const other = drawFrom(rows, prng);
    if (other !== row) return other;
  }
}

/** 0 and 1 in random order, each in half of the places (one more 0 in an odd number of places). */
export function balancedFlags(samples: number, prng: Prng): Uint8Array {
  return prng.shuffle(Uint8Array.from({ length: samples }, (_, i) => i % 2));
}
