import type { Prng } from '../../core/prng.ts';
import { type Shape, sizeOf } from '../../core/shape.ts';
import type { Initializer } from './initializer.ts';
import type { NormalConfig } from './random-normal.ts';
import { sourceOf } from './seed.ts';

/** Normal, drawn again where farther than two standard deviations from the mean. Keras: `initializers.TruncatedNormal`. */
export function truncatedNormal(config: NormalConfig = {}): Initializer {
  const { mean = 0, stddev = 0.05, seed = null } = config;
  return {
    className: 'TruncatedNormal',
    config: { seed, mean, stddev },
    create: (shape, prng) => truncatedNormalArray(shape, mean, stddev, sourceOf(seed, prng)),
  };
}

/** mean + stddev·z, z standard normal given |z| ≤ 2. */
export function truncatedNormalArray(shape: Shape, mean: number, stddev: number, prng: Prng): Float32Array {
  const out = new Float32Array(sizeOf(shape));
  for (let i = 0; i < out.length; i++) {
    let z = prng.normal();
    while (Math.abs(z) > 2) z = prng.normal();
    out[i] = mean + stddev * z;
  }
  return out;
}
