import { shapeError } from './errors.ts';

/** Sizes of the axes, outermost first; row-major ("C") order everywhere. */
export type Shape = readonly number[];

/** Shape whose batch axis (and only it) may be unknown. */
export type SymbolicShape = readonly (number | null)[];

/** Number of elements; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const dim of shape) size *= dim;
  return size;
}

/** Row-major strides in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

export function sameShape(a: SymbolicShape, b: SymbolicShape): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** `(?, 28, 28)`, as Keras prints `(None, 28, 28)`. */
export function formatShape(shape: SymbolicShape): string {
  const dims = shape.map((dim) => (dim === null ? '?' : String(dim)));
  return `(${dims.join(', ')}${dims.length === 1 ? ',' : ''})`;
}

/** An axis counted from the front: -1 is the last. */
export function normalizeAxis(axis: number, rank: number, where: string): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(axis) && positive >= 0 && positive < rank) return positive;
  throw shapeError({
    where,
    must: `axis must be an integer from ${-rank} to ${rank - 1}`,
    got: String(axis),
  });
}

/** NumPy's broadcast of two shapes; an error names both. */
export function broadcastShapes(a: Shape, b: Shape, where: string): number[] {
  const rank = Math.max(a.length, b.length);
  const out = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const x = a[a.length - i] ?? 1;
    const y = b[b.length - i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw shapeError({
        where,
        must: 'shapes must be equal or broadcast (each axis equal or 1)',
        got: `${formatShape(a)} and ${formatShape(b)}`,
      });
    }
    out[rank - i] = x === 1 ? y : x;
  }
  return out;
}
