export interface Histogram {
  /** One more than counts: the i-th bin is from edge i to edge i + 1. */
  readonly edges: Float32Array;
  readonly counts: Int32Array;
}

const BINS = 40;

/** Counts of finite values in bins of equal width between the smallest and the largest. */
export function histogram(values: Float32Array, bins = BINS): Histogram {
  let [low, high] = [Infinity, -Infinity];
  for (const x of values) {
    if (!Number.isFinite(x)) continue;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  if (!(low <= high)) [low, high] = [0, 0];
  // All equal: one bin of some width around the value.
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const counts = new Int32Array(bins);
  const scale = bins / (high - low);
  for (const x of values) {
    if (Number.isFinite(x)) counts[Math.min(bins - 1, Math.floor((x - low) * scale))]!++;
  }
  const edges = Float32Array.from({ length: bins + 1 }, (_, i) => low + i / scale);
  return { edges, counts };
}
