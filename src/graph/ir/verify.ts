import { invariant } from '../../core/invariant.ts';
import { sameShape } from '../../core/shape.ts';
import type { Graph } from './graph.ts';

/** Throws unless every value is defined once, before its uses, and assigns fit their variables. */
export function verifyGraph(graph: Graph): void {
  const defined = new Set(graph.inputs.map((input) => input.value));
  invariant(defined.size === graph.inputs.length, 'inputs are distinct values');
  for (const { op, inputs, outputs } of graph.instrs) {
    for (const v of inputs) invariant(defined.has(v), `%${v} is defined before ${op} uses it`);
    for (const v of outputs) {
      invariant(!defined.has(v) && graph.values[v] !== undefined, `%${v} is defined once`);
      defined.add(v);
    }
  }
  for (const { value, name } of graph.outputs) invariant(defined.has(value), `output ${name} is defined`);
  for (const { variable, value } of graph.assigns) {
    const [a, b] = [graph.values[variable]!, graph.values[value]!];
    invariant(
      defined.has(value) && a.dtype === b.dtype && sameShape(a.shape, b.shape),
      `assign to %${variable} fits`,
    );
    const input = graph.inputs.find((i) => i.value === variable);
    invariant(input?.kind === 'variable', `%${variable} is a variable`);
  }
}
