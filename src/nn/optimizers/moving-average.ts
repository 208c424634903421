import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, multiply, subtract } from '../../graph/ops/arithmetic.ts';

/** m + (x − m) · rate: the running mean that Adam keeps, with rate = 1 − β. */
export const approach = (b: Builder, m: ValueId, x: ValueId, rate: ValueId): ValueId =>
  add(b, m, multiply(b, subtract(b, x, m), rate));

/** β·m + (1 − β)·x with both factors given: the form of RMSprop and Lion. */
export const blend = (b: Builder, m: ValueId, keep: ValueId, x: ValueId, take: ValueId): ValueId =>
  add(b, multiply(b, m, keep), multiply(b, x, take));
