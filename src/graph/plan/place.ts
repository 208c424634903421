import type { Shape } from '../../core/shape.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Graph, Instr, ValueId } from '../ir/graph.ts';
import type { PackAttrs } from '../ops/pack.ts';
import type { SliceAttrs } from '../ops/slice.ts';
import { opDef } from '../ops/table.ts';
import { graphFacts } from './facts.ts';

/** A value lies inside the memory of `root`, `offset` elements from its start. */
export interface Place {
  readonly root: ValueId;
  readonly offset: number;
}

export interface Placed {
  /** The graph with copies inserted where a part of a pack cannot be produced in place. */
  readonly graph: Graph;
  /** Place of every value; its own root for values with memory of their own. */
  readonly places: readonly Place[];
  /** Instructions that need no code: views and packs. */
  readonly free: ReadonlySet<Instr>;
}

/** Bindings of storage buffers begin at multiples of 256 bytes (minStorageBufferOffsetAlignment): 64 elements. */
export const ALIGNMENT = 64;

/**
 * Decides which values are views of others: reshapes always; slices that are one aligned run of a variable or of a
 * kernel's output; the parts of a pack, which are written into it directly; what a kernel changes in place.
 */
export function place(graph: Graph): Placed {
  const withCopies = copyKept(copyUnplaceableParts(graph));
  const places: Place[] = withCopies.values.map((_, root) => ({ root, offset: 0 }));
  const free = new Set<Instr>();
  placeChanged(withCopies, places);
  placeParts(withCopies, places, free);
  placeViews(withCopies, places, free);
  return { graph: withCopies, places, free };
}

function placeViews(graph: Graph, places: Place[], free: Set<Instr>): void {
  const stored = storedValues(graph);
  for (const instr of graph.instrs) {
    const [x] = instr.inputs;
    const [out] = instr.outputs;
    if (opDef(instr.op).form === 'view') {
      if (places[out!]!.root === out) places[out!] = places[x!]!;
      if (stored.has(x!)) stored.add(out!);
      free.add(instr);
    } else if (instr.op === 'slice' && stored.has(x!) && places[out!]!.root === out) {
      const run = runOffset(graph.values[x!]!.shape, instr.attrs as SliceAttrs);
      const from = places[x!]!;
      if (run === null || (from.offset + run) % ALIGNMENT !== 0) continue;
      places[out!] = { root: from.root, offset: from.offset + run };
      stored.add(out!);
      free.add(instr);
    }
  }
}

/** Values that surely have memory: inputs other than scalars, and outputs of kernels. */
function storedValues(graph: Graph): Set<ValueId> {
  const stored = new Set(graph.inputs.filter((i) => i.kind !== 'scalar').map((i) => i.value));
  for (const { op, outputs } of graph.instrs) {
    if (opDef(op).form === 'kernel') for (const v of outputs) stored.add(v);
  }
  return stored;
}

/** The offset of a slice that is one contiguous run, else null: whole trailing axes, one cut axis, single leading ones. */
function runOffset(shape: Shape, { starts, sizes }: SliceAttrs): number | null {
  const cut = shape.findIndex((d, a) => d !== sizes[a]);
  if (cut < 0) return 0;
  const whole = shape.slice(cut + 1).every((d, i) => d === sizes[cut + 1 + i]);
  const single = sizes.slice(0, cut).every((d) => d === 1);
  return whole && single ? starts[cut]! * sizeOf(shape.slice(cut + 1)) : null;
}

/** What a kernel changes in place lies where it lay before. */
function placeChanged(graph: Graph, places: Place[]): void {
  for (const { op, inputs, outputs } of graph.instrs) {
    if (opDef(op).inPlace !== true) continue;
    outputs.forEach((out, i) => {
      places[out] = places[inputs[i]!]!;
    });
  }
}

/**
 * Inserts a copy before each kernel that changes its inputs in place for those that must stay as they are: all but variables whose
 * new content is the changed one, where that is read by nobody else.
 */
function copyKept(graph: Graph): Graph {
  if (!graph.instrs.some(({ op }) => opDef(op).inPlace)) return graph;
  const values = [...graph.values];
  const { consumers } = graphFacts(graph);
  const results = [...graph.outputs, ...graph.assigns];
  const instrs = graph.instrs.flatMap((instr): Instr[] => {
    if (opDef(instr.op).inPlace !== true) return [instr];
    const copies: Instr[] = [];
    const inputs = instr.inputs.map((input, i) => {
      const out = instr.outputs[i];
      const becomes = graph.assigns.some((a) => a.variable === input && a.value === out);
      const alone = !consumers.has(out!) && results.filter((r) => r.value === out).length === 1;
      if (out === undefined || (becomes && alone)) return input;
      values.push(values[input]!);
      copies.push({ ...instr, op: 'copy', inputs: [input], outputs: [values.length - 1], attrs: {} });
      return values.length - 1;
    });
    return [...copies, { ...instr, inputs }];
  });
  return { ...graph, values, instrs };
}

/** A part is written in place when an instruction with memory of its own makes it, for this pack alone. */
function placeParts(graph: Graph, places: Place[], free: Set<Instr>): void {
  const { producer } = graphFacts(graph);
  for (const instr of graph.instrs) {
    if (instr.op !== 'pack') continue;
    const { offsets } = instr.attrs as PackAttrs;
    const [whole] = instr.outputs;
    instr.inputs.forEach((part, i) => {
      const at = { root: whole!, offset: offsets[i]! };
      for (const v of throughViews(graph, producer, part)) places[v] = at;
    });
    free.add(instr);
  }
}

/** The part, and the values it is a reshape of. */
function throughViews(graph: Graph, producer: ReadonlyMap<ValueId, number>, v: ValueId): ValueId[] {
  const chain = [v];
  for (let at = producer.get(v); at !== undefined; ) {
    const instr = graph.instrs[at]!;
    if (opDef(instr.op).form !== 'view') break;
    chain.push(instr.inputs[0]!);
    at = producer.get(instr.inputs[0]!);
  }
  return chain;
}

/**
 * Inserts a copy before each pack for parts that are inputs, views of something else, parts already of another pack, or read by
 * what makes another part (a buffer cannot be bound to be read and written).
 */
function copyUnplaceableParts(graph: Graph): Graph {
  if (!graph.instrs.some((i) => i.op === 'pack')) return graph;
  const values = [...graph.values];
  const { producer } = graphFacts(graph);
  const taken = new Set<ValueId>();
  const instrs: Instr[] = [];
  for (const instr of graph.instrs) {
    if (instr.op !== 'pack') {
      instrs.push(instr);
      continue;
    }
    const sourceOf = (v: ValueId) => throughViews(graph, producer, v).at(-1)!;
    const makers = instr.inputs.map((part) => graph.instrs[producer.get(sourceOf(part)) ?? -1]);
    const readByMakers = new Set(makers.flatMap((maker) => maker?.inputs ?? []).map(sourceOf));
    const inputs = instr.inputs.map((part) => {
      const source = sourceOf(part);
      const at = producer.get(source);
      const made = at !== undefined && graph.instrs[at]!.op !== 'slice' && graph.instrs[at]!.op !== 'pack';
      if (made && !taken.has(source) && !readByMakers.has(source)) {
        taken.add(source);
        return part;
      }
      values.push(values[part]!);
      const copied = values.length - 1;
      instrs.push({ ...instr, op: 'copy', inputs: [part], outputs: [copied], attrs: {} });
      return copied;
    });
    instrs.push({ ...instr, inputs });
  }
  return { ...graph, values, instrs };
}
