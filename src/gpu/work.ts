import { bytesPerElement } from '../core/dtype.ts';
import { sizeOf } from '../core/shape.ts';
import type { Graph, Instr, TensorType, ValueId } from '../graph/ir/graph.ts';
import { opDef } from '../graph/ops/table.ts';
import type { GraphFacts } from '../graph/plan/facts.ts';
import type { Group } from '../graph/plan/fuse.ts';
import type { Frame } from './codegen/frame.ts';

/** Floating-point operations and bytes moved by generated code: what the plan view and its estimates of time go by. */
export interface Work {
  readonly flops: number;
  readonly bytes: number;
}

export function workOf(group: Group, { buffers }: Frame, facts: GraphFacts): Work {
  const { graph, producer } = facts;
  const bytes = buffers.map(({ value, access }) => {
    if (value === null) return 0;
    // A variable that is updated in place is read and written.
    const passes = access === 'read_write' && !producer.has(value) ? 2 : 1;
    return passes * bytesRead(value, facts);
  });
  return {
    flops: group.members.reduce((n, m) => n + flopsOf(m, graph), 0),
    bytes: bytes.reduce((a, b) => a + b, 0),
  };
}

function flopsOf({ op, inputs, outputs, attrs }: Instr, graph: Graph): number {
  const typesOf = (values: readonly ValueId[]) => values.map((v) => graph.values[v]!);
  const types = typesOf(outputs);
  return opDef(op).flops?.(typesOf(inputs), types, attrs) ?? types.reduce((n, t) => n + sizeOf(t.shape), 0);
}

/** All of a value, but of a table only as many rows as are gathered from it. */
function bytesRead(value: ValueId, { graph, consumers }: GraphFacts): number {
  const type = graph.values[value]!;
  // Who changes a table in place says himself what he reads.
  const readers = (consumers.get(value) ?? [])
    .map((i) => graph.instrs[i]!)
    .filter(({ op }) => opDef(op).inPlace !== true);
  const isTable = readers.length > 0 && readers.every((r) => r.op === 'gather' && r.inputs[0] === value);
  if (!isTable) return bytesOf(type);
  const gathered = Math.max(...readers.map((r) => sizeOf(graph.values[r.outputs[0]!]!.shape)));
  return Math.min(bytesOf(type), gathered * bytesPerElement(type.dtype));
}

const bytesOf = ({ shape, dtype }: TensorType): number => sizeOf(shape) * bytesPerElement(dtype);
