import type { Graph, Instr, TensorType, ValueId } from '../ir/graph.ts';
import type { DotAttrs } from '../ops/dot.ts';
import type { ReduceAttrs } from '../ops/reduce.ts';
import { sortInstrs } from './sort.ts';

/**
 * The gradients of a kernel and of its bias read the same cotangent: dW = Xᵀ·G and db = Σ_rows G. Both are made by one
 * kernel: `dot` becomes `dot_colsum`, and `conv_kernel_grad` gives its second output.
 */
export function fuseBiasGrad(graph: Graph): Graph {
  const maker = new Map<ValueId, Instr>();
  for (const instr of graph.instrs) for (const v of instr.outputs) maker.set(v, instr);
  const origin = (v: ValueId): ValueId => {
    const instr = maker.get(v);
    return instr?.op === 'reshape' ? origin(instr.inputs[0]!) : v;
  };
  const sums = columnSums(graph, origin);
  const values = [...graph.values];
  const renamed = new Map<ValueId, ValueId>();
  const instrs = graph.instrs.map((instr) => {
    const bias = cotangentOf(graph, instr);
    const sum = bias === null ? undefined : sums.get(key(origin(bias), graph.values[bias]!));
    if (sum === undefined || renamed.has(sum.outputs[0]!)) return instr;
    return withSum(instr, sum, values, renamed);
  });
  if (renamed.size === 0) return graph;
  const at = (v: ValueId) => renamed.get(v) ?? v;
  const kept = instrs.filter((i) => !(i.outputs.length === 1 && renamed.has(i.outputs[0]!)));
  return sortInstrs({
    ...graph,
    values,
    instrs: kept.map((i) => ({ ...i, inputs: i.inputs.map(at) })),
    outputs: graph.outputs.map((o) => ({ ...o, value: at(o.value) })),
    assigns: graph.assigns.map((a) => ({ ...a, value: at(a.value) })),
  });
}

const key = (v: ValueId, type: TensorType): string => `${v}:${type.shape.at(-1)}`;

/** Sums over all axes but the last, by what they sum. */
function columnSums(graph: Graph, origin: (v: ValueId) => ValueId): Map<string, Instr> {
  const sums = new Map<string, Instr>();
  for (const instr of graph.instrs) {
    if (instr.op !== 'reduce_sum') continue;
    const x = graph.values[instr.inputs[0]!]!;
    const { axes } = instr.attrs as ReduceAttrs;
    const leading = axes.length === x.shape.length - 1 && axes.every((axis, i) => axis === i);
    if (leading) sums.set(key(origin(instr.inputs[0]!), x), instr);
  }
  return sums;
}

/** The cotangent whose column sums an instruction could make on the side. */
function cotangentOf(graph: Graph, { op, inputs, attrs }: Instr): ValueId | null {
  if (op === 'conv_kernel_grad') return inputs[1]!;
  const isProduct = op === 'dot' && graph.values[inputs[0]!]!.shape.length === 2;
  const { transposeA, transposeB } = attrs as DotAttrs;
  return isProduct && transposeA && !transposeB ? inputs[1]! : null;
}

function withSum(instr: Instr, sum: Instr, values: TensorType[], renamed: Map<ValueId, ValueId>): Instr {
  if (instr.op === 'conv_kernel_grad') {
    renamed.set(sum.outputs[0]!, instr.outputs[1]!);
    return instr;
  }
  values.push(values[sum.outputs[0]!]!);
  const made = values.length - 1;
  renamed.set(sum.outputs[0]!, made);
  return { ...instr, op: 'dot_colsum', outputs: [...instr.outputs, made] };
}
