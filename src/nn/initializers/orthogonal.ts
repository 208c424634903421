import { shapeError } from '../../core/errors.ts';
import type { Prng } from '../../core/prng.ts';
import { formatShape, type Shape, sizeOf } from '../../core/shape.ts';
import type { Initializer } from './initializer.ts';
import { type Seeded, sourceOf } from './seed.ts';

export interface OrthogonalConfig extends Seeded {
  /** Factor of the whole matrix. Default 1. */
  readonly gain?: number;
}

/**
 * A random matrix whose rows (or columns, whichever are fewer) are orthonormal; leading axes are flattened.
 * It is Q of the QR decomposition of a normal matrix with the signs that make R's diagonal positive, so that Q is
 * uniform over the orthogonal matrices. Keras: `initializers.Orthogonal`. Source: Saxe et al. 2014.
 */
export function orthogonal(config: OrthogonalConfig = {}): Initializer {
  const { gain = 1, seed = null } = config;
  return {
    className: 'Orthogonal',
    config: { seed, gain },
    create: (shape, prng) => {
      if (shape.length < 2) {
        throw shapeError({
          where: 'Orthogonal',
          must: 'the weight must have two axes or more',
          got: formatShape(shape),
        });
      }
      return orthogonalArray(shape, gain, sourceOf(seed, prng));
    },
  };
}

function orthogonalArray(shape: Shape, gain: number, prng: Prng): Float32Array {
  const [rows, cols] = [sizeOf(shape.slice(0, -1)), shape[shape.length - 1]!];
  const [count, length] = [Math.min(rows, cols), Math.max(rows, cols)];
  const basis = orthonormalVectors(count, length, prng);
  const out = new Float32Array(rows * cols);
  for (let v = 0; v < count; v++)
    for (let i = 0; i < length; i++)
      out[rows < cols ? v * cols + i : i * cols + v] = gain * basis[v * length + i]!;
  return out;
}

/** `count` orthonormal vectors, one after the other, from normal ones: Gram and Schmidt, twice for accuracy. */
function orthonormalVectors(count: number, length: number, prng: Prng): Float64Array {
  const basis = new Float64Array(count * length);
  for (let v = 0; v < count; v++) {
    const vector = basis.subarray(v * length, (v + 1) * length);
    for (let i = 0; i < length; i++) vector[i] = prng.normal();
    for (let pass = 0; pass < 2; pass++)
      for (let u = 0; u < v; u++) removeProjection(vector, basis.subarray(u * length, (u + 1) * length));
    const norm = Math.sqrt(dotProduct(vector, vector));
    for (let i = 0; i < length; i++) vector[i]! /= norm;
  }
  return basis;
}

/** vector − (vector·unit) unit */
function removeProjection(vector: Float64Array, unit: Float64Array): void {
  const scale = dotProduct(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i]! -= scale * unit[i]!;
}

function dotProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
