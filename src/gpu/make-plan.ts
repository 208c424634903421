import { bytesPerElement } from '../core/dtype.ts';
import { gpuError } from '../core/errors.ts';
import { invariant, required } from '../core/invariant.ts';
import { sizeOf } from '../core/shape.ts';
import type { Graph, Instr, TensorType, ValueId } from '../graph/ir/graph.ts';
import { fuseBiasGrad } from '../graph/passes/fuse-bias-grad.ts';
import { gatherOneHot } from '../graph/passes/gather-one-hot.ts';
import { permuteLookups } from '../graph/passes/permute-lookups.ts';
import { simplify } from '../graph/passes/simplify.ts';
import { graphFacts } from '../graph/plan/facts.ts';
import { fuse, type Group } from '../graph/plan/fuse.ts';
import { type Lifetime, type MemoryPlan, planMemory } from '../graph/plan/memory.ts';
import { type Schedule, schedule } from '../graph/plan/order.ts';
import { type Placed, place } from '../graph/plan/place.ts';
import { MAX_SCALARS } from './codegen/frame.ts';
import type { DeviceFacts } from './device-facts.ts';
import type {
  BufferRef,
  ExecutionPlan,
  NamedBuffer,
  PlannedDispatch,
  PlannedScalar,
  SlotLife,
} from './execution-plan.ts';
import { kernelOf } from './kernels/table.ts';
import { type LowerContext, type LoweredBinding, type LoweredGroup, lowerGroup } from './lower.ts';
import type { ChooseVariant } from './tune/candidates.ts';

export interface PlanOptions {
  /** Which variant of each kernel; default: the first that applies. */
  readonly choose?: ChooseVariant;
  /** False: every instruction its own kernel. Fused plans are tested against it. */
  readonly fusion?: boolean;
  /** False: every value its own buffer. Planned memory is tested against it. */
  readonly reuse?: boolean;
}

/** Graph → execution plan for a device: simplify, place, fuse, order, lower, plan memory. Pure. */
export function makePlan(source: Graph, device: DeviceFacts, options: PlanOptions = {}): ExecutionPlan {
  return plannerOf(source, device, options).plan();
}

/** The groups of a plan in their order, and what is needed to lower one by itself. */
export function groupsOf(
  source: Graph,
  device: DeviceFacts,
  options: PlanOptions = {},
): { readonly groups: readonly Group[]; readonly context: LowerContext } {
  const planner = plannerOf(source, device, options);
  return { groups: planner.order.groups, context: planner.context() };
}

function plannerOf(source: Graph, device: DeviceFacts, options: PlanOptions): Planner {
  const simple = simplify(source);
  const looked = (graph: Graph) => simplify(permuteLookups(gatherOneHot(graph)));
  const placed = place(options.fusion === false ? simple : fuseBiasGrad(looked(simple)));
  const maxBuffers = device.limits.maxStorageBuffersPerShaderStage;
  const hasTail = (op: string) => kernelOf(op)?.tail ?? false;
  const groups = fuse(placed, { maxBuffers, hasTail, enabled: options.fusion ?? true });
  return new Planner(placed, schedule(placed, groups), device, options);
}

class Planner {
  private readonly graph: Graph;
  private readonly scalars: PlannedScalar[] = [];
  private readonly scalarWord = new Map<ValueId, number>();
  private readonly named = new Map<ValueId, { kind: 'variable' | 'batch'; name: string }>();

  constructor(
    private readonly placed: Placed,
    readonly order: Schedule,
    private readonly device: DeviceFacts,
    private readonly options: PlanOptions,
  ) {
    this.graph = placed.graph;
    for (const { kind, name, value } of this.graph.inputs) {
      if (kind === 'scalar') this.addScalar(name, value);
      else this.named.set(value, { kind, name });
    }
  }

  plan(): ExecutionPlan {
    const lowered = this.lower();
    const memory = this.planSlots(lowered);
    const resolve = (v: ValueId) => this.refOf(v, memory);
    return {
      dispatches: lowered.flatMap((g, i) => this.dispatchesOf(g, i, memory)),
      copies: this.order.copies.map(({ variable, value }) => ({
        from: resolve(value),
        to: resolve(variable),
      })),
      slots: memory.plan.slots,
      lives: this.livesOf(memory, lowered),
      lowerBound: memory.plan.lowerBound,
      variables: this.namedBuffers('variable'),
      batches: this.namedBuffers('batch'),
      scalars: this.scalars,
      outputs: this.graph.outputs.map(({ name, value }) => ({
        name,
        ref: resolve(value),
        ...this.typeOf(value),
      })),
    };
  }

  private addScalar(name: string, value: ValueId): void {
    const word = this.scalars.length;
    if (word >= MAX_SCALARS) {
      throw gpuError({ where: 'plan', must: `at most ${MAX_SCALARS} per-step numbers`, got: `${word + 1}` });
    }
    this.scalars.push({ name, dtype: this.typeOf(value).dtype, word });
    this.scalarWord.set(value, word);
  }

  private typeOf(v: ValueId): TensorType {
    return required(this.graph.values[v], `%${v}`);
  }

  private lower(): LoweredGroup[] {
    const context = this.context();
    return this.order.groups.map((group) => lowerGroup(group, context));
  }

  context(): LowerContext {
    const facts = graphFacts(this.graph);
    const { producer } = facts;
    const maker = (v: ValueId): Instr | undefined => {
      const at = producer.get(v);
      return at === undefined ? undefined : this.graph.instrs[at];
    };
    const grouped = new Set(this.order.groups.flatMap((g) => g.members));
    const { graph, scalarWord, device, options } = this;
    const { inPlace } = this.order;
    const env: LowerContext['env'] = ({ members }) => {
      const inside = new Set(members);
      const inMemory = (v: ValueId): boolean => {
        const instr = maker(v);
        if (instr === undefined) return !scalarWord.has(v);
        if (inside.has(instr)) return false;
        return grouped.has(instr) || (this.placed.free.has(instr) && instr.op !== 'reshape');
      };
      return { graph, maker, inMemory, scalarWord, inPlace };
    };
    return { graph, facts, env, device, choose: options.choose ?? (() => null) };
  }

  /** Lifetimes of all values and scratch buffers that need memory of the plan's own. */
  private planSlots(lowered: readonly LoweredGroup[]): SlotPlan {
    const lives = new Map<ValueId, { first: number; last: number }>();
    const touch = (v: ValueId, at: number, writes: boolean) => {
      const { root } = this.placed.places[v]!;
      if (this.named.has(root) || this.order.inPlace.has(root)) return;
      const life = lives.get(root);
      invariant(life !== undefined || writes, `%${v} is written before it is read`);
      if (life === undefined) lives.set(root, { first: at, last: at });
      else lives.set(root, { first: Math.min(life.first, at), last: Math.max(life.last, at) });
    };
    lowered.forEach(({ dispatches }, at) => {
      for (const b of dispatches.flatMap((d) => writesFirst(d.bindings))) {
        if (b.value !== null) touch(b.value, at, b.access === 'read_write');
      }
    });
    for (const { value } of [...this.graph.outputs, ...this.order.copies])
      touch(value, lowered.length, false);
    const packs = new Set(this.graph.instrs.filter((i) => i.op === 'pack').flatMap((i) => i.outputs));
    const values = [...lives.keys()];
    const lifetimes: Lifetime[] = values.map((v) => {
      const bytes = this.bytesOf(v);
      // The gaps of a pack stay zero only in a buffer that nothing else writes.
      const whole = packs.has(v) || this.options.reuse === false;
      return whole ? { bytes, first: 0, last: lowered.length } : { bytes, ...lives.get(v)! };
    });
    const scratch = lowered.flatMap((g, at) => g.scratch.map((bytes) => ({ bytes, first: at, last: at })));
    const all = [...lifetimes, ...scratch];
    const plan = planMemory(all);
    return {
      plan,
      lifetimes: all,
      values,
      slotOfValue: new Map(values.map((v, i) => [v, plan.slotOf[i]!])),
      firstScratch: prefixSums(lowered.map((g) => g.scratch.length)).map((n) => n + values.length),
    };
  }

  /** The lifetimes by slot, in positions of dispatches. */
  private livesOf({ plan, lifetimes, values }: SlotPlan, lowered: readonly LoweredGroup[]): SlotLife[] {
    const starts = prefixSums([...lowered.map((g) => g.dispatches.length), 1]);
    const { producer } = graphFacts(this.graph);
    const labelOf = (v: ValueId | undefined): string => {
      const at = v === undefined ? undefined : producer.get(v);
      if (at === undefined) return 'scratch';
      const { where, op } = this.graph.instrs[at]!;
      return where === '' ? op : `${where} ${op}`;
    };
    return lifetimes.map(({ bytes, first, last }, i) => ({
      slot: plan.slotOf[i]!,
      bytes,
      first: starts[first]!,
      last: last >= lowered.length ? starts.at(-1)! : starts[last + 1]! - 1,
      label: labelOf(values[i]),
    }));
  }

  private bytesOf(v: ValueId): number {
    const { dtype, shape } = this.typeOf(v);
    return Math.max(4, Math.ceil((sizeOf(shape) * bytesPerElement(dtype)) / 4) * 4);
  }

  private refOf(v: ValueId, memory: SlotPlan): BufferRef {
    const { root, offset } = this.placed.places[v]!;
    const target = this.order.inPlace.get(root) ?? root;
    const at = { offset: offset * bytesPerElement(this.typeOf(v).dtype), size: this.bytesOf(v) };
    const named = this.named.get(target);
    if (named !== undefined) return { ...named, slot: -1, ...at };
    return { kind: 'slot', slot: required(memory.slotOfValue.get(target), `slot of %${v}`), name: '', ...at };
  }

  private dispatchesOf({ group, dispatches }: LoweredGroup, at: number, memory: SlotPlan): PlannedDispatch[] {
    const where = [...new Set(group.members.map((m) => m.where))].filter((w) => w !== '');
    const op = group.root?.op ?? loopName(group.members);
    const { phase } = group.root ?? group.members[0]!;
    return dispatches.map(({ bindings, ...d }) => {
      const planned = bindings.map((b) => ({ ref: this.bindingRef(b, at, memory), access: b.access }));
      checkAliases(op, planned);
      return { ...d, op, where, phase, bindings: planned };
    });
  }

  private bindingRef({ value, scratch }: LoweredBinding, at: number, memory: SlotPlan): BufferRef {
    if (value !== null) return this.refOf(value, memory);
    const slot = memory.plan.slotOf[memory.firstScratch[at]! + scratch!]!;
    return { kind: 'slot', slot, name: '', offset: 0, size: memory.plan.slots[slot]! };
  }

  private namedBuffers(kind: 'variable' | 'batch'): NamedBuffer[] {
    const inputs = this.graph.inputs.filter((i) => i.kind === kind);
    return inputs.map(({ name, value }) => ({ name, ...this.typeOf(value), bytes: this.bytesOf(value) }));
  }
}

interface SlotPlan {
  readonly plan: MemoryPlan;
  /** Of the values, then of the scratch buffers, in positions of groups. */
  readonly lifetimes: readonly Lifetime[];
  readonly values: readonly ValueId[];
  readonly slotOfValue: ReadonlyMap<ValueId, number>;
  /** Index of the first scratch buffer of each group among all lifetimes. */
  readonly firstScratch: readonly number[];
}

/** What a dispatch writes, then what it reads. */
const writesFirst = (bindings: readonly LoweredBinding[]): LoweredBinding[] => [
  ...bindings.filter((b) => b.access === 'read_write'),
  ...bindings.filter((b) => b.access === 'read'),
];

function prefixSums(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((n) => {
    sum += n;
    return sum - n;
  });
}

function loopName(members: readonly Instr[]): string {
  const ops = [...new Set(members.map((m) => m.op))].filter(
    (op) => op !== 'broadcast_in_dim' && op !== 'copy',
  );
  return ops.slice(0, 4).join('+') || 'copy';
}

/** WebGPU forbids one buffer to be read and written by two bindings of a dispatch. */
function checkAliases(op: string, bindings: readonly { ref: BufferRef; access: string }[]): void {
  const key = (r: BufferRef) => `${r.kind}:${r.slot}:${r.name}`;
  for (const w of bindings) {
    if (w.access !== 'read_write') continue;
    const clash = bindings.some(
      (o) => o !== w && key(o.ref) === key(w.ref) && (o.access === 'read' || overlaps(o.ref, w.ref)),
    );
    invariant(!clash, `${op} must not read the buffer it writes (${key(w.ref)})`);
  }
}

const overlaps = (a: BufferRef, b: BufferRef): boolean =>
  a.offset < b.offset + b.size && b.offset < a.offset + a.size;
