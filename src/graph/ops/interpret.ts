import { required } from '../../core/invariant.ts';
import type { NdArray } from '../../core/nd-array.ts';
import type { Graph } from '../ir/graph.ts';
import { opDef } from './table.ts';

/** What a run of a graph gives: its outputs and the new contents of assigned variables, by name. */
export interface RunResult {
  readonly outputs: Readonly<Record<string, NdArray>>;
  readonly assigned: Readonly<Record<string, NdArray>>;
}

/** Runs the graph with the plain references, instruction by instruction: the meaning of a graph, and the oracle of tests. */
export function interpret(graph: Graph, inputs: Readonly<Record<string, NdArray>>): RunResult {
  const values = new Map<number, NdArray>();
  for (const { name, value } of graph.inputs) values.set(value, required(inputs[name], `input ${name}`));
  const at = (v: number) => required(values.get(v), `%${v}`);
  for (const instr of graph.instrs) {
    const types = instr.outputs.map((v) => graph.values[v]!);
    const results = opDef(instr.op).reference(instr.inputs.map(at), instr.attrs, types);
    instr.outputs.forEach((v, i) => values.set(v, required(results[i], `output ${i} of ${instr.op}`)));
  }
  const nameOf = (v: number) =>
    required(
      graph.inputs.find((i) => i.value === v),
      `%${v}`,
    ).name;
  return {
    outputs: Object.fromEntries(graph.outputs.map(({ name, value }) => [name, at(value)])),
    assigned: Object.fromEntries(graph.assigns.map(({ variable, value }) => [nameOf(variable), at(value)])),
  };
}
