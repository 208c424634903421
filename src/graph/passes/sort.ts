import { invariant } from '../../core/invariant.ts';
import type { Graph, Instr, ValueId } from '../ir/graph.ts';

/** The same instructions with every value before its uses; those already in order keep their places. */
export function sortInstrs(graph: Graph): Graph {
  const maker = new Map<ValueId, Instr>();
  for (const instr of graph.instrs) for (const v of instr.outputs) maker.set(v, instr);
  const done = new Set<Instr>();
  const open = new Set<Instr>();
  const instrs: Instr[] = [];
  const visit = (instr: Instr): void => {
    if (done.has(instr)) return;
    invariant(!open.has(instr), 'the graph has no cycle');
    open.add(instr);
    for (const v of instr.inputs) {
      const before = maker.get(v);
      if (before !== undefined) visit(before);
    }
    done.add(instr);
    instrs.push(instr);
  };
  for (const instr of graph.instrs) visit(instr);
  return { ...graph, instrs };
}
