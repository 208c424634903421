import { penalty } from './l1-l2.ts';
import type { Regularizer } from './regularizer.ts';

/** l1 · Σ|x|, l1 = 0.01 by default. Keras: `regularizers.L1`. */
export function l1({ l1: factor = 0.01 }: { l1?: number } = {}): Regularizer {
  return { className: 'L1', config: { l1: factor }, build: (b, x) => penalty(b, x, factor, 0) };
}
