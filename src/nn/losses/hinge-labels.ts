import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, addScalar, binary, maximum, mulScalar, multiply } from '../../graph/ops/arithmetic.ts';
import { broadcastTo } from '../../graph/ops/broadcast-in-dim.ts';
import { constant } from '../../graph/ops/constant.ts';
import { reduce } from '../../graph/ops/reduce.ts';
import { select } from '../../graph/ops/select.ts';
import { unary } from '../../graph/ops/unary.ts';

/** Labels as −1 and 1: if all of the batch are 0 or 1 they become 2y − 1, otherwise they stay, as Keras does. */
function hingeLabels(b: Builder, yTrue: ValueId): ValueId {
  const isBit = add(b, unary(b, 'is_zero', yTrue), binary(b, 'eq', yTrue, constant(b, 1)));
  const allBits = reduce(b, 'min', isBit);
  const signs = addScalar(b, mulScalar(b, yTrue, 2), -1);
  return select(b, broadcastTo(b, allBits, b.shapeOf(yTrue)), signs, yTrue);
}

/** max(1 − y·p, 0) with labels −1 and 1. */
export function hingeTerm(b: Builder, yTrue: ValueId, yPred: ValueId): ValueId {
  const margin = multiply(b, hingeLabels(b, yTrue), yPred);
  return maximum(b, addScalar(b, unary(b, 'neg', margin), 1), constant(b, 0));
}
