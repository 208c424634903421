import { sizeOf } from '../../core/shape.ts';
import type { Initializer } from './initializer.ts';

/** Every element is 0. Keras: `initializers.Zeros`. */
export function zeros(): Initializer {
  return { className: 'Zeros', config: {}, create: (shape) => new Float32Array(sizeOf(shape)) };
}
