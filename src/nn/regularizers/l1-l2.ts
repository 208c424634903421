import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, mulScalar } from '../../graph/ops/arithmetic.ts';
import { constant } from '../../graph/ops/constant.ts';
import { sum } from '../../graph/ops/reduce.ts';
import { unary } from '../../graph/ops/unary.ts';
import type { Regularizer } from './regularizer.ts';

/** l1 · Σ|x| + l2 · Σx², both 0 by default. Keras: `regularizers.L1L2`. */
export function l1l2({ l1 = 0, l2 = 0 }: { l1?: number; l2?: number } = {}): Regularizer {
  return {
    className: 'L1L2',
    config: { l1, l2 },
    build: (b, x) => penalty(b, x, l1, l2),
  };
}

/** The penalty without the terms whose factor is 0. */
export function penalty(b: Builder, x: ValueId, l1: number, l2: number): ValueId {
  const flat = (name: 'abs' | 'square', factor: number) => mulScalar(b, sum(b, unary(b, name, x)), factor);
  if (l1 === 0 && l2 === 0) return constant(b, 0);
  if (l1 === 0) return flat('square', l2);
  return l2 === 0 ? flat('abs', l1) : add(b, flat('abs', l1), flat('square', l2));
}
