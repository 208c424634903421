import { normalizeAxis } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { transpose } from '../../graph/ops/transpose.ts';

/** x with `axis` moved to the end, where the formulas of the losses expect the classes; x itself for the last axis. */
export function axisLast(b: Builder, x: ValueId, axis: number, where: string): ValueId {
  const { length } = b.shapeOf(x);
  const from = normalizeAxis(axis, length, where);
  const others = Array.from({ length }, (_, i) => i).filter((i) => i !== from);
  return transpose(b, x, [...others, from]);
}
