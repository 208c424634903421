import { sizeOf } from '../../core/shape.ts';
import type { Graph, Instr, ValueId } from '../ir/graph.ts';
import { BINARY } from '../ops/binary.ts';
import type { BroadcastAttrs } from '../ops/broadcast-in-dim.ts';
import type { ReduceAttrs } from '../ops/reduce.ts';
import { opDef } from '../ops/table.ts';
import { UNARY } from '../ops/unary.ts';

/**
 * How an instruction reads an input while it makes its output at one position.
 * - `same`: at the same linear position (elementwise; the elements a trailing reduction folds);
 * - `row`: one value per row of trailing elements (a per-row number spread over the row);
 * - `other`: anywhere.
 */
export type ReadKind = 'same' | 'row' | 'other';

const POINTWISE = new Set([...Object.keys(UNARY), ...Object.keys(BINARY), 'select', 'cast', 'copy']);

export function isPointwise(op: string): boolean {
  return POINTWISE.has(op);
}

export function readKind(graph: Graph, instr: Instr, input: ValueId): ReadKind {
  if (isPointwise(instr.op) || instr.op === 'stack' || opDef(instr.op).form === 'view') return 'same';
  if (opDef(instr.op).form === 'reduce') return trailing(graph, instr) === null ? 'other' : 'same';
  if (instr.op !== 'broadcast_in_dim') return 'other';
  const from = graph.values[input]!.shape;
  const { shape, dims } = instr.attrs as BroadcastAttrs;
  if (sizeOf(from) === sizeOf(shape)) return 'same';
  const kept = dims.filter((_, i) => from[i] !== 1);
  return kept.every((axis, i) => axis === i) && sizeOf(from) > 1 ? 'row' : 'other';
}

/** For a reduction over the trailing axes: how many elements each output folds; null for other axes. */
export function trailing(graph: Graph, { inputs, attrs }: Instr): number | null {
  const { shape } = graph.values[inputs[0]!]!;
  const { axes } = attrs as ReduceAttrs;
  const first = shape.length - axes.length;
  const lead = shape.slice(0, first);
  if (axes.every((axis, i) => axis === first + i)) return sizeOf(shape.slice(first));
  // Axes of size 1 before the reduced ones do not matter to the linear position.
  const kept = shape.filter((d, axis) => !axes.includes(axis) && d !== 1);
  const real = lead.filter((d) => d !== 1);
  const reduced = axes.filter((axis) => shape[axis] !== 1);
  const contiguousTail = reduced.every((axis, i) => axis === shape.length - reduced.length + i);
  return contiguousTail && kept.length === real.length
    ? reduced.reduce((n, axis) => n * shape[axis]!, 1)
    : null;
}
