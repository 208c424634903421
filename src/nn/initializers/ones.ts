import { sizeOf } from '../../core/shape.ts';
import type { Initializer } from './initializer.ts';

/** Every element is 1. Keras: `initializers.Ones`. */
export function ones(): Initializer {
  return { className: 'Ones', config: {}, create: (shape) => new Float32Array(sizeOf(shape)).fill(1) };
}
