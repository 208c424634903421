import type { Prng } from '../../core/prng.ts';
import { type Shape, sizeOf } from '../../core/shape.ts';
import type { Initializer } from './initializer.ts';
import { type Seeded, sourceOf } from './seed.ts';

export interface RandomUniformConfig extends Seeded {
  /** Default −0.05. */
  readonly minval?: number;
  /** Default 0.05. */
  readonly maxval?: number;
}

/** Uniform in [minval, maxval). Keras: `initializers.RandomUniform`. */
export function randomUniform(config: RandomUniformConfig = {}): Initializer {
  const { minval = -0.05, maxval = 0.05, seed = null } = config;
  return {
    className: 'RandomUniform',
    config: { seed, minval, maxval },
    create: (shape, prng) => uniformArray(shape, minval, maxval, sourceOf(seed, prng)),
  };
}

/** low + (high − low)·u, u uniform in [0, 1). */
export function uniformArray(shape: Shape, low: number, high: number, prng: Prng): Float32Array {
  const out = new Float32Array(sizeOf(shape));
  for (let i = 0; i < out.length; i++) out[i] = low + (high - low) * prng.uniform();
  return out;
}
