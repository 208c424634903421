import { sizeOf } from '../../core/shape.ts';
import type { Initializer } from './initializer.ts';

/** Every element is `value`. Keras: `initializers.Constant`. Default 0. */
export function constant({ value = 0 }: { value?: number } = {}): Initializer {
  return {
    className: 'Constant',
    config: { value },
    create: (shape) => new Float32Array(sizeOf(shape)).fill(value),
  };
}
