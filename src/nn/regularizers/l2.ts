import { penalty } from './l1-l2.ts';
import type { Regularizer } from './regularizer.ts';

/** l2 · Σx², l2 = 0.01 by default. Keras: `regularizers.L2`. */
export function l2({ l2: factor = 0.01 }: { l2?: number } = {}): Regularizer {
  return { className: 'L2', config: { l2: factor }, build: (b, x) => penalty(b, x, 0, factor) };
}
