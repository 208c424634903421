import type { Graph } from '../ir/graph.ts';

/** Without the instructions whose results nobody reads. Inputs stay: they are the interface. */
export function removeDead(graph: Graph): Graph {
  const live = new Set<number>([...graph.outputs, ...graph.assigns].map((o) => o.value));
  const kept = [...graph.instrs].reverse().filter(({ inputs, outputs }) => {
    if (!outputs.some((v) => live.has(v))) return false;
    for (const v of inputs) live.add(v);
    return true;
  });
  return { ...graph, instrs: kept.reverse() };
}
