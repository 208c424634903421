import { sameShape, sizeOf } from '../../core/shape.ts';
import type { Graph, Instr, TensorType, ValueId } from '../ir/graph.ts';
import type { BroadcastAttrs } from '../ops/broadcast-in-dim.ts';
import type { ConcatenateAttrs } from '../ops/concatenate.ts';
import type { DotAttrs } from '../ops/dot.ts';
import type { IotaAttrs } from '../ops/iota.ts';
import type { TransposeAttrs } from '../ops/transpose.ts';

/**
 * Products with one-hot rows are gathers: onehot(i) · W = W[i], and the gradient onehot(i)ᵀ · G = Σ of the rows of G with
 * that number. One-hot data (characters, words) then cost a row each instead of a product over the whole depth.
 */
export function gatherOneHot(graph: Graph): Graph {
  return new OneHotPass(graph).run();
}

class OneHotPass {
  private readonly values: TensorType[];
  private readonly instrs: Instr[] = [];
  private readonly maker = new Map<ValueId, Instr>();
  /** One-hot values, by the integers that they spread: the value's shape is the integers' with the depth behind. */
  private readonly idsOf = new Map<ValueId, ValueId>();

  constructor(private readonly graph: Graph) {
    this.values = [...graph.values];
  }

  run(): Graph {
    for (const instr of this.graph.instrs) this.visit(instr);
    return { ...this.graph, values: this.values, instrs: this.instrs };
  }

  private visit(instr: Instr): void {
    const rewritten = instr.op === 'dot' ? this.rewriteDot(instr) : instr;
    this.push(rewritten);
    const [out] = instr.outputs;
    const ids = this.oneHotIds(instr);
    if (ids !== null) this.idsOf.set(out!, ids);
  }

  private push(instr: Instr): void {
    this.instrs.push(instr);
    for (const v of instr.outputs) this.maker.set(v, instr);
  }

  /** The integers behind the output of an instruction, where it is one-hot. */
  private oneHotIds(instr: Instr): ValueId | null {
    const [x] = instr.inputs;
    const known = x === undefined ? undefined : this.idsOf.get(x);
    if (instr.op === 'eq') return this.comparedIds(instr);
    if (instr.op === 'concatenate') return this.joinedIds(instr);
    if (known === undefined) return null;
    const { shape } = this.values[instr.outputs[0]!]!;
    const depth = this.values[x!]!.shape.at(-1);
    if (instr.op === 'reshape' && shape.at(-1) === depth)
      return this.derive(instr, 'reshape', [known], { shape: shape.slice(0, -1) }, shape.slice(0, -1));
    if (instr.op !== 'transpose') return null;
    const { permutation } = instr.attrs as TransposeAttrs;
    const last = permutation.length - 1;
    if (permutation[last] !== last) return null;
    return this.derive(
      instr,
      'transpose',
      [known],
      { permutation: permutation.slice(0, -1) },
      shape.slice(0, -1),
    );
  }

  /** eq(ids spread over a new last axis, positions along that axis), in either order. */
  private comparedIds({ inputs }: Instr): ValueId | null {
    for (const [a, b] of [inputs, [...inputs].reverse()]) {
      const spread = this.maker.get(a!);
      const positions = this.maker.get(b!);
      if (spread?.op !== 'broadcast_in_dim' || positions?.op !== 'iota') continue;
      const { shape, dims } = spread.attrs as BroadcastAttrs;
      const ids = spread.inputs[0]!;
      const leads = sameShape(this.values[ids]!.shape, shape.slice(0, -1)) && dims.every((d, i) => d === i);
      const isLast = (positions.attrs as IotaAttrs).axis === shape.length - 1;
      if (leads && isLast && this.values[ids]!.dtype === 'int32') return ids;
    }
    return null;
  }

  /** One-hot values one after the other, not along their depth: the towers of a shared layer, joined into one call. */
  private joinedIds(instr: Instr): ValueId | null {
    const { axis } = instr.attrs as ConcatenateAttrs;
    const { shape } = this.values[instr.outputs[0]!]!;
    const ids = instr.inputs.map((x) => this.idsOf.get(x));
    if (axis === shape.length - 1 || !ids.every((x) => x !== undefined)) return null;
    return this.derive(instr, 'concatenate', ids, { axis }, shape.slice(0, -1));
  }

  private derive(
    near: Instr,
    op: string,
    ids: readonly ValueId[],
    attrs: object,
    shape: readonly number[],
  ): ValueId {
    this.values.push({ dtype: 'int32', shape });
    const out = this.values.length - 1;
    this.push({ ...near, op, inputs: ids, outputs: [out], attrs });
    return out;
  }

  private rewriteDot(instr: Instr): Instr {
    const [x, w] = instr.inputs;
    const { transposeA, transposeB } = instr.attrs as DotAttrs;
    const ids = this.idsOf.get(x!);
    if (ids === undefined || transposeB || this.values[x!]!.shape.length !== 2) return instr;
    if (!transposeA) return { ...instr, op: 'gather', inputs: [w!, ids], attrs: {} };
    const flat =
      this.values[ids]!.shape.length === 1
        ? ids
        : this.derive(instr, 'reshape', [ids], { shape: [sizeOf(this.values[ids]!.shape)] }, [
            sizeOf(this.values[ids]!.shape),
          ]);
    return {
      ...instr,
      op: 'embedding_grad',
      inputs: [flat, w!],
      attrs: { rows: this.values[x!]!.shape[1]! },
    };
  }
}
