import { required } from '../core/invariant.ts';
import { Builder } from '../graph/ir/builder.ts';
import type { Graph, ValueId } from '../graph/ir/graph.ts';
import { opDef } from '../graph/ops/table.ts';

/** A builder that holds all instructions of a graph, so that more can be added; outputs and assignments are left behind. */
export interface Replayed {
  readonly b: Builder;
  /** The value in the builder for one of the graph. */
  at(value: ValueId): ValueId;
}

export function replayGraph(graph: Graph): Replayed {
  const b = new Builder();
  const values = new Map<ValueId, ValueId>();
  const at = (value: ValueId): ValueId => required(values.get(value), `%${value}`);
  for (const { kind, name, value } of graph.inputs) {
    const { dtype, shape } = graph.values[value]!;
    values.set(value, b.input(kind, name, dtype, shape));
  }
  for (const { op, inputs, outputs, attrs, where, phase } of graph.instrs) {
    const made = b.mark(where, phase, () => b.emit(opDef(op), inputs.map(at), attrs));
    outputs.forEach((value, i) => values.set(value, made[i]!));
  }
  return { b, at };
}
