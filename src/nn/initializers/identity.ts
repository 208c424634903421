import { shapeError } from '../../core/errors.ts';
import { formatShape } from '../../core/shape.ts';
import type { Initializer } from './initializer.ts';

/** `gain` on the diagonal of a matrix, else 0. Keras: `initializers.Identity`. */
export function identity({ gain = 1 }: { gain?: number } = {}): Initializer {
  return {
    className: 'Identity',
    config: { gain },
    create: (shape) => {
      const [rows, cols] = shape;
      if (rows === undefined || cols === undefined || shape.length !== 2) {
        throw shapeError({ where: 'Identity', must: 'the weight must be a matrix', got: formatShape(shape) });
      }
      const out = new Float32Array(rows * cols);
      for (let i = 0; i < Math.min(rows, cols); i++) out[i * cols + i] = gain;
      return out;
    },
  };
}
