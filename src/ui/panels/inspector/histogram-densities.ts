import type { HistogramMoment } from '../../store/state.ts';

type Histogram = HistogramMoment['weights'][number]['histogram'];

/**
 * The histograms of a weight on one scale of `rows` intervals, from the least to the largest value that it ever had: for each moment
 * the share of its values that lie in each.
 */
export function densities(
  history: readonly HistogramMoment[],
  weight: string,
  rows: number,
): readonly Float64Array[] {
  const own = history.flatMap(({ weights }) => weights.find(({ name }) => name === weight)?.histogram ?? []);
  const low = Math.min(...own.map(({ edges }) => edges[0]!));
  const high = Math.max(...own.map(({ edges }) => edges.at(-1)!));
  return own.map((histogram) => spread(histogram, low, high, rows));
}

/** Each interval gives its count to the rows that it covers, in proportion. */
function spread({ edges, counts }: Histogram, low: number, high: number, rows: number): Float64Array {
  const shares = new Float64Array(rows);
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  const toRow = (value: number) => ((value - low) / (high - low || 1)) * rows;
  counts.forEach((count, i) => {
    const [from, to] = [toRow(edges[i]!), toRow(edges[i + 1]!)];
    for (let row = Math.floor(from); row < Math.min(rows, Math.ceil(to)); row++) {
      const part = Math.min(to, row + 1) - Math.max(from, row);
      shares[row]! += (count / total) * (part / (to - from || 1));
    }
  });
  return shares;
}
