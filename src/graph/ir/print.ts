import { formatShape } from '../../core/shape.ts';
import type { Graph, Instr, TensorType } from './graph.ts';

const SHORT = { float32: 'f32', int32: 'i32', uint32: 'u32', uint8: 'u8' } as const;

export function printType({ dtype, shape }: TensorType): string {
  return `${SHORT[dtype]}${formatShape(shape)}`;
}

function printAttrs(attrs: object): string {
  const text = Object.entries(attrs).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return text.length === 0 ? '' : ` {${text.join(' ')}}`;
}

function printInstr(graph: Graph, { op, inputs, outputs, attrs, where, phase }: Instr): string {
  const left = outputs.map((v) => `%${v}: ${printType(graph.values[v]!)}`).join(', ');
  const right = inputs.map((v) => `%${v}`).join(', ');
  return `  ${left} = ${op}(${right})${printAttrs(attrs)}  # ${phase}${where === '' ? '' : ` ${where}`}`;
}

/** The graph as stable text, one line an instruction. */
export function printGraph(graph: Graph): string {
  return [
    ...graph.inputs.map(
      ({ name, kind, value }) => `  %${value}: ${printType(graph.values[value]!)} = ${kind} "${name}"`,
    ),
    ...graph.instrs.map((instr) => printInstr(graph, instr)),
    ...graph.assigns.map(({ variable, value }) => `  assign %${variable} := %${value}`),
    ...graph.outputs.map(({ name, value }) => `  output "${name}" = %${value}`),
  ].join('\n');
}
