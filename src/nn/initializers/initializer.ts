import type { Prng } from '../../core/prng.ts';
import type { Shape } from '../../core/shape.ts';

/** Makes the first values of a weight. */
export interface Initializer {
  /** Keras's class, for example `GlorotUniform`. */
  readonly className: string;
  /** Keras's config in camel case. */
  readonly config: Readonly<Record<string, unknown>>;
  /** New values in row-major order; the same for the same state of `prng`. */
  create(shape: Shape, prng: Prng): Float32Array;
}
