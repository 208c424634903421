import type { Prng } from '../../core/prng.ts';
import { type Shape, sizeOf } from '../../core/shape.ts';
import type { Initializer } from './initializer.ts';
import { type Seeded, sourceOf } from './seed.ts';

export interface NormalConfig extends Seeded {
  /** Default 0. */
  readonly mean?: number;
  /** Default 0.05. */
  readonly stddev?: number;
}

/** Normal with `mean` and `stddev`. Keras: `initializers.RandomNormal`. */
export function randomNormal(config: NormalConfig = {}): Initializer {
  const { mean = 0, stddev = 0.05, seed = null } = config;
  return {
    className: 'RandomNormal',
    config: { seed, mean, stddev },
    create: (shape, prng) => normalArray(shape, mean, stddev, sourceOf(seed, prng)),
  };
}

/** mean + stddev·z, z standard normal. */
export function normalArray(shape: Shape, mean: number, stddev: number, prng: Prng): Float32Array {
  const out = new Float32Array(sizeOf(shape));
  for (let i = 0; i < out.length; i++) out[i] = mean + stddev * prng.normal();
  return out;
}
