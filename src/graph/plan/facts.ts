import type { Graph, Instr, ValueId } from '../ir/graph.ts';

/** Who makes and who reads each value; derived once and passed around. */
export interface GraphFacts {
  readonly graph: Graph;
  /** Number of the instruction that makes a value; absent for inputs. */
  readonly producer: ReadonlyMap<ValueId, number>;
  /** Numbers of the instructions that read a value. */
  readonly consumers: ReadonlyMap<ValueId, readonly number[]>;
  /** Values that must exist in memory when the run ends: outputs and new contents of variables. */
  readonly results: ReadonlySet<ValueId>;
}

export function graphFacts(graph: Graph): GraphFacts {
  const producer = new Map<ValueId, number>();
  const consumers = new Map<ValueId, number[]>();
  graph.instrs.forEach((instr: Instr, i) => {
    for (const v of instr.outputs) producer.set(v, i);
    for (const v of new Set(instr.inputs)) {
      const list = consumers.get(v);
      if (list === undefined) consumers.set(v, [i]);
      else list.push(i);
    }
  });
  const results = new Set([...graph.outputs, ...graph.assigns].map((o) => o.value));
  return { graph, producer, consumers, results };
}
