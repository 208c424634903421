import { required } from '../../core/invariant.ts';
import type { NdArray } from '../../core/nd-array.ts';
import { full } from '../../core/nd-array.ts';
import { sameShape, sizeOf } from '../../core/shape.ts';
import type { Graph, Instr, TensorType, ValueId } from '../ir/graph.ts';
import type { BroadcastAttrs } from '../ops/broadcast-in-dim.ts';
import type { ReshapeAttrs } from '../ops/reshape.ts';
import { opDef } from '../ops/table.ts';
import { removeDead } from './remove-dead.ts';

/**
 * Local rewriting to a smaller graph of the same meaning: equal instructions become one, numbers known beforehand are
 * computed beforehand, x + 0, x · 1 and the like vanish, views of views become one view; what nobody reads goes.
 */
export function simplify(graph: Graph): Graph {
  return removeDead(new Rewriter(graph).run());
}

/** What the value of an instruction turns out to be: an existing value, or a new instruction to emit. */
type Rewrite = ValueId | null;

class Rewriter {
  private readonly values: TensorType[];
  private readonly instrs: Instr[] = [];
  private readonly map = new Map<ValueId, ValueId>();
  private readonly byKey = new Map<string, readonly ValueId[]>();
  private readonly producer = new Map<ValueId, Instr>();
  /** Values that hold one number everywhere. */
  private readonly uniform = new Map<ValueId, number>();

  constructor(private readonly graph: Graph) {
    this.values = [...graph.values];
  }

  run(): Graph {
    for (const instr of this.graph.instrs) this.visit(instr);
    const { values, inputs, outputs, assigns } = this.graph;
    return {
      values: this.values.length === values.length ? values : this.values,
      inputs,
      instrs: this.instrs,
      outputs: outputs.map((o) => ({ ...o, value: this.at(o.value) })),
      assigns: assigns.map((a) => ({ ...a, value: this.at(a.value) })),
    };
  }

  private at(v: ValueId): ValueId {
    return this.map.get(v) ?? v;
  }

  private visit(instr: Instr): void {
    const inputs = instr.inputs.map((v) => this.at(v));
    const renamed = { ...instr, inputs };
    const replacement = instr.outputs.length === 1 ? this.rewrite(renamed) : null;
    if (replacement !== null) this.map.set(instr.outputs[0]!, replacement);
    else this.keep(renamed);
  }

  private keep(instr: Instr): void {
    const key = `${instr.op}|${instr.inputs}|${JSON.stringify(instr.attrs)}`;
    const same = this.byKey.get(key);
    if (same !== undefined) {
      instr.outputs.forEach((v, i) => this.map.set(v, same[i]!));
      return;
    }
    this.byKey.set(key, instr.outputs);
    this.instrs.push(instr);
    for (const v of instr.outputs) this.producer.set(v, instr);
    this.noteUniform(instr);
  }

  private noteUniform({ op, inputs, outputs, attrs }: Instr): void {
    const [out] = outputs;
    if (op === 'constant') this.uniform.set(out!, (attrs as { value: number }).value);
    const known = inputs.length === 1 ? this.uniform.get(inputs[0]!) : undefined;
    if (known !== undefined && (op === 'broadcast_in_dim' || op === 'reshape')) this.uniform.set(out!, known);
  }

  private rewrite(instr: Instr): Rewrite {
    return (
      this.foldConstants(instr) ?? this.foldSum(instr) ?? this.dropNeutral(instr) ?? this.mergeViews(instr)
    );
  }

  /** Elementwise ops on known numbers are computed now, in float32 as the device would. */
  private foldConstants(instr: Instr): Rewrite {
    const { op, inputs, outputs } = instr;
    const foldable = opDef(op).form === 'loop' && ELEMENTWISE.has(op) && inputs.length > 0;
    const known = inputs.map((v) => this.uniform.get(v));
    if (!foldable || known.some((n) => n === undefined)) return null;
    const args: NdArray[] = known.map((n, i) => full([], n!, this.values[inputs[i]!]!.dtype));
    const type = this.values[outputs[0]!]!;
    if (type.dtype === 'uint8') return null;
    const value = opDef(op).reference(args, instr.attrs, [{ dtype: type.dtype, shape: [] }])[0]!.data[0]!;
    if (!Number.isFinite(value)) return null;
    return this.constant(value, type, instr);
  }

  /** Σ of n equal numbers c is n · c. */
  private foldSum(instr: Instr): Rewrite {
    const known = instr.op === 'reduce_sum' ? this.uniform.get(instr.inputs[0]!) : undefined;
    if (known === undefined) return null;
    const type = this.values[instr.outputs[0]!]!;
    const count = sizeOf(this.values[instr.inputs[0]!]!.shape) / sizeOf(type.shape);
    return this.constant(Math.fround(known) * count, type, instr);
  }

  private constant(value: number, type: TensorType, near: Instr): ValueId {
    const scalar = this.fresh({ dtype: type.dtype, shape: [] });
    this.keep({
      ...near,
      op: 'constant',
      inputs: [],
      outputs: [scalar],
      attrs: { value, dtype: type.dtype },
    });
    if (type.shape.length === 0) return this.at(scalar);
    const spread = this.fresh(type);
    const attrs = { shape: type.shape, dims: [] };
    this.keep({ ...near, op: 'broadcast_in_dim', inputs: [this.at(scalar)], outputs: [spread], attrs });
    return this.at(spread);
  }

  private fresh(type: TensorType): ValueId {
    this.values.push(type);
    return this.values.length - 1;
  }

  /** x + 0, x − 0, x · 1, x / 1, 0 + x, 1 · x, −(−x). */
  private dropNeutral({ op, inputs: [x, y] }: Instr): Rewrite {
    const [a, b] = [this.uniform.get(x!), this.uniform.get(y!)];
    if ((op === 'add' || op === 'sub') && b === 0) return x!;
    if ((op === 'mul' || op === 'div') && b === 1) return x!;
    if (op === 'add' && a === 0) return y!;
    if (op === 'mul' && a === 1) return y!;
    if (op === 'neg' && this.producer.get(x!)?.op === 'neg') return this.producer.get(x!)!.inputs[0]!;
    return null;
  }

  /** Reshape of a reshape, transpose of its inverse, broadcast of a broadcast. */
  private mergeViews(instr: Instr): Rewrite {
    const [x] = instr.inputs;
    const before = x === undefined ? undefined : this.producer.get(x);
    if (before === undefined) return null;
    if (instr.op === 'reshape' && before.op === 'reshape') return this.reshapeOf(before.inputs[0]!, instr);
    if (instr.op === 'transpose' && before.op === 'transpose')
      return inverse(before, instr) ? before.inputs[0]! : null;
    if (instr.op === 'broadcast_in_dim' && before.op === 'broadcast_in_dim')
      return this.broadcastOf(before, instr);
    return null;
  }

  private reshapeOf(source: ValueId, instr: Instr): ValueId {
    const { shape } = instr.attrs as ReshapeAttrs;
    if (sameShape(this.values[source]!.shape, shape)) return source;
    this.keep({ ...instr, inputs: [source] });
    return this.at(instr.outputs[0]!);
  }

  private broadcastOf(before: Instr, instr: Instr): ValueId {
    const first = (before.attrs as BroadcastAttrs).dims;
    const { shape, dims } = instr.attrs as BroadcastAttrs;
    this.keep({ ...instr, inputs: before.inputs, attrs: { shape, dims: first.map((axis) => dims[axis]!) } });
    return this.at(instr.outputs[0]!);
  }
}

function inverse(before: Instr, after: Instr): boolean {
  const p = (before.attrs as { permutation: number[] }).permutation;
  const q = (after.attrs as { permutation: number[] }).permutation;
  return q.every((axis, i) => required(p[axis], 'axis') === i);
}

/** Ops whose output depends only on the elements at the same place. */
const ELEMENTWISE = new Set([
  ...[
    'neg',
    'exp',
    'log',
    'log1p',
    'sqrt',
    'rsqrt',
    'square',
    'abs',
    'sign',
    'floor',
    'tanh',
    'logistic',
    'relu',
    'erf',
  ],
  ...[
    'softplus',
    'is_zero',
    'add',
    'sub',
    'mul',
    'div',
    'max',
    'min',
    'pow',
    'eq',
    'ne',
    'gt',
    'ge',
    'lt',
    'le',
    'select',
  ],
]);
