import { sizeOf } from '../../core/shape.ts';
import type { Graph, Instr, Phase, ValueId } from '../ir/graph.ts';
import { opDef } from '../ops/table.ts';
import { Clusters } from './clusters.ts';
import type { GraphFacts } from './facts.ts';
import { graphFacts } from './facts.ts';
import type { Placed } from './place.ts';
import { isPointwise, type ReadKind, readKind, trailing } from './reads.ts';

/** Instructions that become one kernel. */
export interface Group {
  /**
   * `loop`: generated code over rows (and the elements within a row); `reduce`: a reduction over other than trailing
   * axes with generated code before and behind; `kernel`: a kernel of its own with generated code behind it.
   */
  readonly kind: 'loop' | 'reduce' | 'kernel';
  /** The reduction or the op with a kernel; null for loops. */
  readonly root: Instr | null;
  readonly members: readonly Instr[];
  /** Values that others read, in order of definition. */
  readonly outputs: readonly ValueId[];
  /** Values made elsewhere (or inputs) that it depends on. */
  readonly reads: readonly ValueId[];
  /** For loops: how many rows the outputs have in common. */
  readonly rows: number;
}

export interface FuseOptions {
  /** Storage buffers that one kernel may bind. */
  readonly maxBuffers: number;
  /** Whether a kernel's results can be handed on to fused code. */
  readonly hasTail: (op: string) => boolean;
  /** False gives every instruction a kernel of its own: the plain plan that fused plans are tested against. */
  readonly enabled?: boolean;
}

/** Longest row that one thread folds by itself; longer reductions get a kernel that splits them. */
const MAX_ROW = 4096;
/** Buffers that the kernel of a root binds at most, its first output excepted. */
const KERNEL_INPUTS = 4;

/**
 * Reasons not to fuse, in the order they are tested:
 *  1. the union would wait for itself through another kernel (a cycle);
 *  2. the rows do not match;
 *  3. the buffers would exceed what a kernel may bind;
 *  4. a value would be computed at many positions instead of once (reads of kind `other`), unless that reader is its only one;
 *  5. forward and backward: only where that saves storing the value (else the backward part would store more, earlier);
 *  6. behind a kernel: the results are not read at the position where they are made;
 *  7. the kernel would read one part of a pack and write another: WebGPU forbids to bind a buffer both ways.
 */
export function fuse(placed: Placed, options: FuseOptions): Group[] {
  // While clusters grow they bind buffers that vanish in the end, so the limit is first ignored; instructions of
  // clusters that exceed it are then merged step by step within the limit.
  const cautious = new Set<Instr>();
  for (;;) {
    const fuser = new Fuser(placed, options, cautious);
    const groups = fuser.run();
    const before = cautious.size;
    for (const instr of fuser.overfull()) cautious.add(instr);
    if (cautious.size === before) return groups;
  }
}

interface Node {
  readonly instr: Instr;
  readonly kind: Group['kind'];
  /** Rows of a loop: elements, or outputs of a trailing reduction. */
  readonly rows: number;
}

class Fuser {
  private readonly graph: Graph;
  private readonly facts: GraphFacts;
  private readonly nodes: Node[] = [];
  private readonly nodeOf = new Map<Instr, number>();
  private readonly duplicable = new Set<Instr>();
  private readonly scalars: ReadonlySet<ValueId>;
  /** Results of the run and the values that they are views of. */
  private readonly resultRoots = new Set<ValueId>();
  /** Nodes that read each value, looking through views and duplicated instructions. */
  private readonly readersOf = new Map<ValueId, Set<number>>();
  private clusters!: Clusters;
  /** Rows of each cluster of loops, by its representative. */
  private readonly rows = new Map<number, number>();

  constructor(
    private readonly placed: Placed,
    private readonly options: FuseOptions,
    private readonly cautious: ReadonlySet<Instr>,
  ) {
    this.graph = placed.graph;
    this.facts = graphFacts(placed.graph);
    this.scalars = new Set(placed.graph.inputs.filter((i) => i.kind === 'scalar').map((i) => i.value));
    for (const v of this.facts.results) this.resultRoots.add(v).add(placed.places[v]!.root);
  }

  run(): Group[] {
    this.findDuplicable();
    this.makeNodes();
    this.connect();
    if (this.options.enabled !== false) {
      // A merge can give a cluster the rows that another merge waits for.
      while (this.mergeLoops((a, b) => sideOf(a) === sideOf(b)));
      while (this.mergeLoops((a, b) => sideOf(a) !== sideOf(b), true));
      this.mergeScalarWork();
      this.absorbIntoReduces();
      this.attachTails();
    }
    return this.clusters.roots().map((root) => this.groupOf(root));
  }

  /** Instructions of clusters that bind more buffers than a kernel may. */
  overfull(): Instr[] {
    const roots = this.clusters.roots().filter((root) => this.clusters.members(root).length > 1);
    const full = roots.filter((root) => this.buffersOf([root]) > this.options.maxBuffers);
    return full.flatMap((root) => this.clusters.members(root)).map((m) => this.nodes[m]!.instr);
  }

  /** Sums that end in single numbers (losses, metrics) share one dispatch, whatever they are computed from. */
  private mergeScalarWork(): void {
    const single = (root: number) => this.rows.get(root) === 1 && this.nodes[root]!.kind === 'loop';
    const roots = this.clusters.roots().filter(single);
    roots.forEach((root, i) => {
      for (const other of roots.slice(i + 1)) {
        const [a, b] = [this.clusters.find(root), this.clusters.find(other)];
        const near = sideOf(this.nodes[a]!.instr.phase) === sideOf(this.nodes[b]!.instr.phase);
        if (a !== b && near && this.roomFor(a, b) && !this.clusters.wouldCycle(a, b)) {
          this.rows.set(this.clusters.merge(a, b), 1);
        }
      }
    });
  }

  /** Whether the union of two clusters may be made as far as buffers are concerned. */
  private roomFor(a: number, b: number): boolean {
    if (this.readsWhatItWrites([a, b])) return false;
    const careful = [a, b].some((c) =>
      this.clusters.members(c).some((m) => this.cautious.has(this.nodes[m]!.instr)),
    );
    return !careful || this.buffersOf([a, b]) <= this.options.maxBuffers;
  }

  /** Instructions cheap enough to be repeated wherever they are read: numbers, counters, random bits, batch indices. */
  private findDuplicable(): void {
    const tables = new Set(this.graph.inputs.filter((i) => i.kind !== 'scalar').map((i) => i.value));
    const cheap = new Set<ValueId>(this.scalars);
    for (const instr of this.graph.instrs) {
      if (opDef(instr.op).form !== 'loop' && opDef(instr.op).form !== 'view') continue;
      const inputs =
        instr.op === 'gather' && tables.has(instr.inputs[0]!) && this.isInteger(instr)
          ? instr.inputs.slice(1)
          : instr.inputs;
      if (instr.op === 'stack' || !inputs.every((v) => cheap.has(v))) continue;
      this.duplicable.add(instr);
      for (const v of instr.outputs) cheap.add(v);
    }
  }

  private isInteger({ outputs }: Instr): boolean {
    return this.graph.values[outputs[0]!]!.dtype !== 'float32';
  }

  private makeNodes(): void {
    for (const instr of this.graph.instrs) {
      const needed = !this.duplicable.has(instr) || this.mustStore(instr);
      if (this.placed.free.has(instr) || !needed) continue;
      this.nodeOf.set(instr, this.nodes.length);
      this.nodes.push(this.nodeFor(instr));
    }
  }

  /** A duplicable value that is a result, or that a kernel reads from memory. */
  private mustStore(instr: Instr): boolean {
    return instr.outputs.some((v) => this.neededInMemory(v));
  }

  private neededInMemory(v: ValueId): boolean {
    if (this.facts.results.has(v)) return true;
    return (this.facts.consumers.get(v) ?? []).some((i) => {
      const reader = this.graph.instrs[i]!;
      if (opDef(reader.op).form === 'kernel') return true;
      return this.placed.free.has(reader) && reader.outputs.some((out) => this.neededInMemory(out));
    });
  }

  private nodeFor(instr: Instr): Node {
    const { form } = opDef(instr.op);
    if (form === 'kernel') return { instr, kind: 'kernel', rows: 0 };
    const size = sizeOf(this.graph.values[instr.outputs[0]!]!.shape);
    if (form !== 'reduce')
      return { instr, kind: 'loop', rows: instr.op === 'stack' ? size / instr.inputs.length : size };
    const row = trailing(this.graph, instr);
    return row !== null && row <= MAX_ROW
      ? { instr, kind: 'loop', rows: size }
      : { instr, kind: 'reduce', rows: 0 };
  }

  private connect(): void {
    const after: Set<number>[] = this.nodes.map(() => new Set());
    this.nodes.forEach((node, i) => {
      for (const v of this.realInputs(node.instr)) {
        const readers = this.readersOf.get(v) ?? new Set();
        this.readersOf.set(v, readers.add(i));
        const producer = this.facts.producer.get(v);
        const from = producer === undefined ? undefined : this.nodeOf.get(this.graph.instrs[producer]!);
        if (from !== undefined && from !== i) after[from]!.add(i);
      }
    });
    this.clusters = new Clusters(after.map((set) => [...set]));
    this.nodes.forEach((node, i) => {
      if (node.kind === 'loop') this.rows.set(i, node.rows);
    });
  }

  /** Values with an own node (or graph inputs) that an instruction depends on, through views, packs and duplicated code. */
  private realInputs(instr: Instr, runs = false, seen = new Set<Instr>()): Set<ValueId> {
    const out = new Set<ValueId>();
    if (seen.has(instr)) return out;
    seen.add(instr);
    for (const v of instr.inputs) {
      const producer = this.facts.producer.get(v);
      const maker = producer === undefined ? null : this.graph.instrs[producer]!;
      if (maker === null || this.nodeOf.has(maker) || (runs && this.isRun(v))) out.add(v);
      else for (const deeper of this.realInputs(maker, runs, seen)) out.add(deeper);
    }
    return out;
  }

  /** Whether a value is a part of a variable, bound where it lies. */
  private isRun(v: ValueId): boolean {
    const { root } = this.placed.places[v]!;
    return root !== v && !this.facts.producer.has(root);
  }

  /** The value whose elements are read, looking through reshapes only. */
  private origin(v: ValueId): ValueId {
    const producer = this.facts.producer.get(v);
    const maker = producer === undefined ? null : this.graph.instrs[producer]!;
    return maker !== null && opDef(maker.op).form === 'view' ? this.origin(maker.inputs[0]!) : v;
  }

  private mergeLoops(wanted: (a: Phase, b: Phase) => boolean, mustVanish = false): boolean {
    let merged = false;
    this.nodes.forEach((node, reader) => {
      if (node.kind !== 'loop') return;
      for (const v of [...this.directReads(node.instr)]) {
        const producer = this.makerNode(v.value);
        if (producer === null || this.nodes[producer]!.kind !== 'loop') continue;
        if (!wanted(this.nodes[producer]!.instr.phase, node.instr.phase)) continue;
        if (v.kind === 'other' && !this.soleReader(v.value, reader)) continue;
        if (mustVanish && !this.vanishes(v.value, producer, reader)) continue;
        merged = this.tryMerge(producer, reader, v.kind) || merged;
      }
    });
    return merged;
  }

  private makerNode(v: ValueId): number | null {
    const producer = this.facts.producer.get(v);
    return producer === undefined ? null : (this.nodeOf.get(this.graph.instrs[producer]!) ?? null);
  }

  /** What an instruction reads in its own expression, through reshapes and repeated code. */
  private directReads(
    instr: Instr,
    kind: ReadKind = 'same',
    out: { value: ValueId; kind: ReadKind }[] = [],
  ): { value: ValueId; kind: ReadKind }[] {
    for (const input of instr.inputs) {
      const own = readKind(this.graph, instr, input);
      const combined = kind === 'same' ? own : own === 'same' ? kind : 'other';
      const value = this.origin(input);
      const producer = this.facts.producer.get(value);
      const maker = producer === undefined ? null : this.graph.instrs[producer]!;
      if (maker !== null && !this.nodeOf.has(maker) && !this.placed.free.has(maker))
        this.directReads(maker, combined, out);
      else out.push({ value, kind: combined });
    }
    return out;
  }

  private soleReader(v: ValueId, reader: number): boolean {
    const readers = this.readersOf.get(v) ?? new Set();
    const enlarges =
      sizeOf(this.graph.values[v]!.shape) <
      sizeOf(this.graph.values[this.nodes[reader]!.instr.outputs[0]!]!.shape);
    const joins = ['concatenate', 'pad', 'stack'].includes(this.nodes[reader]!.instr.op);
    return (
      readers.size === 1 &&
      !this.isResult(v) &&
      (!enlarges || joins) &&
      opDef(this.nodes[this.makerNode(v)!]!.instr.op).form === 'loop'
    );
  }

  private isResult(v: ValueId): boolean {
    return this.resultRoots.has(v) || this.resultRoots.has(this.placed.places[v]!.root);
  }

  /** Whether nobody outside the two clusters would still read `v`. */
  private vanishes(v: ValueId, a: number, b: number): boolean {
    const inside = new Set([this.clusters.find(a), this.clusters.find(b)]);
    return (
      !this.isResult(v) && [...(this.readersOf.get(v) ?? [])].every((n) => inside.has(this.clusters.find(n)))
    );
  }

  private tryMerge(producer: number, reader: number, kind: ReadKind): boolean {
    const [a, b] = [this.clusters.find(producer), this.clusters.find(reader)];
    if (a === b) return false;
    const rows = kind === 'other' ? this.inlineRows(a, b) : this.commonRows(a, b);
    if (rows === null || !this.roomFor(a, b)) return false;
    if (this.clusters.wouldCycle(a, b)) return false;
    const merged = this.clusters.merge(a, b);
    this.rows.set(merged, rows);
    return true;
  }

  /** A cluster read at other positions is repeated inside its reader, whose rows stay. */
  private inlineRows(a: number, b: number): number | null {
    const pure = this.clusters.members(a).every((m) => opDef(this.nodes[m]!.instr.op).form === 'loop');
    const outputs = this.outputsOf(this.clusters.members(a));
    return pure && outputs.length === 1 ? this.rows.get(b)! : null;
  }

  /** The rows that both clusters can be computed by: equal, or one's elements are the other's rows or elements. */
  private commonRows(a: number, b: number): number | null {
    const [ra, rb] = [this.rows.get(a)!, this.rows.get(b)!];
    if (ra === rb) return ra;
    const [fewer, big, few] = ra < rb ? [ra, b, a] : [rb, a, b];
    const flat = this.clusters
      .members(big)
      .every((m) => opDef(this.nodes[m]!.instr.op).form === 'loop' && this.nodes[m]!.instr.op !== 'stack');
    const lengths = this.rowLengths(few);
    return flat && lengths.has(this.rows.get(big)! / fewer) ? fewer : null;
  }

  /** Lengths of the rows that a cluster folds or holds. */
  private rowLengths(cluster: number): Set<number> {
    const rows = this.rows.get(cluster)!;
    const lengths = new Set<number>();
    for (const m of this.clusters.members(cluster)) {
      const { instr } = this.nodes[m]!;
      if (opDef(instr.op).form === 'reduce') lengths.add(trailing(this.graph, instr)!);
      else if (instr.op !== 'stack') lengths.add(sizeOf(this.graph.values[instr.outputs[0]!]!.shape) / rows);
      for (const read of this.directReads(instr))
        if (read.kind === 'row') lengths.add(sizeOf(this.graph.values[instr.outputs[0]!]!.shape) / rows);
    }
    return lengths;
  }

  /** Buffers that a kernel made of these clusters would bind. */
  private buffersOf(clusters: readonly number[]): number {
    const members = clusters.flatMap((c) => this.clusters.members(c));
    const reads = this.readsOf(members, true).filter((v) => !this.scalars.has(v));
    const buffers = [...reads, ...this.outputsOf(members)].map((v) => this.bufferKey(v));
    return new Set(buffers).size;
  }

  /** Whether a kernel made of these clusters would read one part of a pack and write another. */
  private readsWhatItWrites(clusters: readonly number[]): boolean {
    const members = clusters.flatMap((c) => this.clusters.members(c));
    const root = (v: ValueId) => this.placed.places[v]!.root;
    const made = members.flatMap((m) => this.nodes[m]!.instr.outputs);
    const written = new Set(made.filter((v) => root(v) !== v).map(root));
    return written.size > 0 && this.readsOf(members, true).some((v) => written.has(root(v)));
  }

  /** Parts of a pack are one buffer; runs of a variable are bound each by itself. */
  private bufferKey(v: ValueId): string {
    const { root, offset } = this.placed.places[v]!;
    return this.facts.producer.has(root) ? `${root}` : `${root}+${offset}`;
  }

  /** Values made elsewhere; with `runs` the runs of variables that are bound instead of the variables. */
  private readsOf(members: readonly number[], runs = false): ValueId[] {
    const made = new Set(members.flatMap((m) => this.nodes[m]!.instr.outputs));
    const reads = members.flatMap((m) => [...this.realInputs(this.nodes[m]!.instr, runs)]);
    return [...new Set(reads)].filter((v) => !made.has(v));
  }

  /** Values that nodes outside `members`, or the caller of the graph, read. */
  private outputsOf(members: readonly number[]): ValueId[] {
    const inside = new Set(members);
    const read = (v: ValueId) => [...(this.readersOf.get(v) ?? [])].some((n) => !inside.has(n));
    return members.flatMap((m) => this.nodes[m]!.instr.outputs).filter((v) => this.isResult(v) || read(v));
  }

  /** Loops that only one reduction reads become part of its expression. */
  private absorbIntoReduces(): void {
    this.nodes.forEach((node, reduce) => {
      if (node.kind !== 'reduce') return;
      const producer = this.makerNode(this.origin(node.instr.inputs[0]!));
      if (producer === null || this.nodes[producer]!.kind !== 'loop') return;
      const cluster = this.clusters.find(producer);
      const members = this.clusters.members(cluster);
      const pure = members.every((m) => opDef(this.nodes[m]!.instr.op).form === 'loop');
      const readers = [...this.clusters.readers(cluster)];
      const alone =
        readers.length === 1 &&
        readers[0] === this.clusters.find(reduce) &&
        this.outputsOf(members).length === 1;
      if (
        pure &&
        alone &&
        !this.isResult(this.outputsOf(members)[0]!) &&
        this.buffersOf([cluster, reduce]) < this.options.maxBuffers &&
        !this.readsWhatItWrites([cluster, reduce])
      ) {
        this.clusters.merge(reduce, producer);
      }
    });
  }

  /** Elementwise clusters that read what a kernel or reduction has just made are computed where it is made. */
  private attachTails(): void {
    this.nodes.forEach((node, root) => {
      if (node.kind === 'loop' || (node.kind === 'kernel' && !this.options.hasTail(node.instr.op))) return;
      const [made] = node.instr.outputs;
      for (const reader of [...(this.readersOf.get(made!) ?? [])].sort((a, b) => a - b)) {
        if (this.nodes[reader]!.kind === 'loop' && this.fitsBehind(made!, root, reader))
          this.clusters.merge(root, reader);
      }
    });
  }

  private fitsBehind(made: ValueId, root: number, reader: number): boolean {
    const [a, b] = [this.clusters.find(root), this.clusters.find(reader)];
    if (a === b) return false;
    const members = this.clusters.members(b);
    const size = sizeOf(this.graph.values[made]!.shape);
    const flat = members.every(
      (m) => this.nodes[m]!.kind === 'loop' && opDef(this.nodes[m]!.instr.op).form === 'loop',
    );
    if (!flat || this.rows.get(b) !== size || this.clusters.wouldCycle(a, b)) return false;
    if (
      sideOf(this.nodes[root]!.instr.phase) !== sideOf(this.nodes[reader]!.instr.phase) &&
      !this.vanishes(made, a, b)
    )
      return false;
    const outputsFit = this.outputsOf(members).every((v) => sizeOf(this.graph.values[v]!.shape) === size);
    const others = this.nodes[root]!.instr.outputs.length - 1;
    const limit = this.options.maxBuffers - (this.nodes[root]!.kind === 'kernel' ? others : 0);
    const scratch = this.nodes[root]!.instr.inputs.length < KERNEL_INPUTS ? 0 : 1;
    const fits = outputsFit && this.readInPlace(made, members) && this.buffersOf([a, b]) + scratch <= limit;
    return fits && !this.readsWhatItWrites([a, b]);
  }

  /** Whether everything that depends on `made` inside the cluster reads it at the position where it is made. */
  private readInPlace(made: ValueId, members: readonly number[]): boolean {
    const dependent = new Set<ValueId>([made]);
    for (const m of members) {
      const { instr } = this.nodes[m]!;
      const all = this.directReads(instr);
      // A run cut out of `made` is read from memory, where it does not lie before the kernel has ended.
      if (all.some((r) => r.value !== made && this.placed.places[r.value]!.root === made)) return false;
      const reads = all.filter((r) => dependent.has(r.value));
      if (reads.some((r) => r.kind !== 'same')) return false;
      if (reads.length > 0) for (const v of instr.outputs) dependent.add(v);
      if (reads.length > 0 && !isPointwise(instr.op) && instr.op !== 'broadcast_in_dim') return false;
    }
    return true;
  }

  private groupOf(cluster: number): Group {
    const members = this.clusters.members(cluster);
    const root = members.map((m) => this.nodes[m]!).find((n) => n.kind !== 'loop');
    return {
      kind: root?.kind ?? 'loop',
      root: root?.instr ?? null,
      members: members.map((m) => this.nodes[m]!.instr),
      outputs: this.outputsOf(members),
      reads: this.readsOf(members),
      rows: this.rows.get(cluster) ?? 0,
    };
  }
}

/** Forward (with losses and metrics), backward, or optimizer. */
function sideOf(phase: Phase): number {
  if (phase === 'backward') return 1;
  return phase === 'optimizer' ? 2 : 0;
}
