// Thinning: tens of thousands of points become at most two per bucket, keeping every peak.

/** Rows of a chart: one x and one value per curve; `undefined` is no value, drawn through. */
export interface Rows {
  readonly x: ArrayLike<number>;
  readonly curves: readonly ArrayLike<number | undefined>[];
}

/** First index whose value is not below `bound`, in an ascending array. */
export function lowerBound(values: ArrayLike<number>, bound: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Keeps the smallest and the largest value of each bucket, in the order in which they came.
 * Buckets are aligned to multiples of a power of two, so that a growing curve does not shimmer.
 * @param from first row, @param to row after the last, @param buckets most buckets
 */
export function thin(
  x: ArrayLike<number>,
  columns: readonly ArrayLike<number>[],
  from: number,
  to: number,
  buckets: number,
): Rows {
  const size = bucketSize(to - from, buckets);
  if (size <= 2) return copy(x, columns, from, to);
  const xs: number[] = [];
  const curves = columns.map((): (number | undefined)[] => []);
  for (let start = Math.floor(from / size) * size; start < to; start += size) {
    const first = Math.max(start, from);
    const end = Math.min(start + size, to);
    xs.push(x[first]!, x[end - 1]!);
    columns.forEach((column, index) => curves[index]!.push(...extremes(column, first, end)));
  }
  return { x: xs, curves };
}

const bucketSize = (rows: number, buckets: number): number =>
  rows <= buckets * 2 ? 1 : 2 ** Math.ceil(Math.log2(rows / buckets));

function copy(x: ArrayLike<number>, columns: readonly ArrayLike<number>[], from: number, to: number): Rows {
  const slice = (values: ArrayLike<number>) =>
    Array.from({ length: to - from }, (_, row) => defined(values[from + row]!));
  return { x: Array.from({ length: to - from }, (_, row) => x[from + row]!), curves: columns.map(slice) };
}

const defined = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

function extremes(
  column: ArrayLike<number>,
  from: number,
  to: number,
): [number | undefined, number | undefined] {
  let low = -1;
  let high = -1;
  for (let row = from; row < to; row++) {
    const value = column[row]!;
    if (!Number.isFinite(value)) continue;
    if (low < 0 || value < column[low]!) low = row;
    if (high < 0 || value > column[high]!) high = row;
  }
  if (low < 0) return [undefined, undefined];
  return low < high ? [column[low], column[high]] : [column[high], column[low]];
}

/** Joins rows with different x into one table for uPlot: ascending x, holes are `undefined`. */
export function join(parts: readonly Rows[]): { x: number[]; curves: (number | undefined)[][] } {
  const x = [...new Set(parts.flatMap((part) => Array.from(part.x)))].sort((a, b) => a - b);
  const curves = parts.flatMap((part) => part.curves.map((curve) => spread(x, part.x, curve)));
  return { x, curves };
}

function spread(
  x: readonly number[],
  own: ArrayLike<number>,
  curve: ArrayLike<number | undefined>,
): (number | undefined)[] {
  const out = new Array<number | undefined>(x.length).fill(undefined);
  let at = 0;
  for (let row = 0; row < own.length; row++) {
    while (x[at]! < own[row]!) at++;
    // Two rows of one bucket may share an x (a bucket of one step): the later value wins.
    if (curve[row] !== undefined) out[at] = curve[row];
  }
  return out;
}
