import { sizeOf } from '../../core/shape.ts';
import type { Graph, Instr, TensorType, ValueId } from '../ir/graph.ts';
import type { TransposeAttrs } from '../ops/transpose.ts';

/**
 * Transposes of looked-up rows become transposes of the row numbers, which are smaller by the length of a row:
 * transpose(table[i]) = table[transpose(i)], and the gradient adds rows in whatever order their numbers come. An embedding
 * in front of a recurrent layer then gives its rows, and takes their gradients, steps before samples.
 */
export function permuteLookups(graph: Graph): Graph {
  return new LookupPass(graph).run();
}

/** Ops that add up rows of equal number; numbers and rows are their last inputs. */
const SUMMING: ReadonlySet<string> = new Set(['embedding_grad', 'update_rows']);

class LookupPass {
  private readonly values: TensorType[];
  private readonly instrs: Instr[] = [];
  private readonly maker = new Map<ValueId, Instr>();

  constructor(private readonly graph: Graph) {
    this.values = [...graph.values];
  }

  run(): Graph {
    for (const instr of this.graph.instrs) this.push(this.rewrite(instr));
    return { ...this.graph, values: this.values, instrs: this.instrs };
  }

  private push(instr: Instr): void {
    this.instrs.push(instr);
    for (const v of instr.outputs) this.maker.set(v, instr);
  }

  private rewrite(instr: Instr): Instr {
    if (instr.op === 'transpose') return this.rewriteTranspose(instr);
    return SUMMING.has(instr.op) ? this.rewriteSum(instr) : instr;
  }

  /** transpose(gather(table, i)), where only the axes of i are moved. */
  private rewriteTranspose(instr: Instr): Instr {
    const source = this.maker.get(instr.inputs[0]!);
    if (source?.op !== 'gather') return instr;
    const [table, numbers] = source.inputs;
    const axes = this.shapeOf(numbers!).length;
    const { permutation } = instr.attrs as TransposeAttrs;
    if (permutation.slice(axes).some((axis, i) => axis !== axes + i)) return instr;
    const moved = this.transposed(instr, numbers!, permutation.slice(0, axes));
    return { ...source, inputs: [table!, moved], outputs: instr.outputs };
  }

  /** A sum of the rows of transpose(x) by their numbers, where the elements of a row stay together. */
  private rewriteSum(instr: Instr): Instr {
    const [numbers, rows] = instr.inputs.slice(-2);
    const source = this.throughReshapes(rows!);
    if (source?.op !== 'transpose') return instr;
    const { permutation } = source.attrs as TransposeAttrs;
    const last = permutation.length - 1;
    const lead = this.shapeOf(source.outputs[0]!).slice(0, -1);
    const [count, width] = this.shapeOf(rows!);
    if (permutation[last] !== last || sizeOf(lead) !== count) return instr;
    const inverse = lead.map((_, axis) => permutation.indexOf(axis));
    const shaped = this.reshaped(instr, numbers!, lead);
    const moved = this.reshaped(instr, this.transposed(instr, shaped, inverse), [count]);
    const flat = this.reshaped(instr, source.inputs[0]!, [count, width!]);
    return { ...instr, inputs: [...instr.inputs.slice(0, -2), moved, flat] };
  }

  private throughReshapes(v: ValueId): Instr | undefined {
    const instr = this.maker.get(v);
    return instr?.op === 'reshape' ? this.throughReshapes(instr.inputs[0]!) : instr;
  }

  private shapeOf(v: ValueId): readonly number[] {
    return this.values[v]!.shape;
  }

  private transposed(near: Instr, x: ValueId, permutation: readonly number[]): ValueId {
    const shape = permutation.map((axis) => this.shapeOf(x)[axis]!);
    return this.derive({ ...near, op: 'transpose', inputs: [x], attrs: { permutation } }, x, shape);
  }

  private reshaped(near: Instr, x: ValueId, shape: readonly number[]): ValueId {
    return this.derive({ ...near, op: 'reshape', inputs: [x], attrs: { shape } }, x, shape);
  }

  private derive(instr: Omit<Instr, 'outputs'>, from: ValueId, shape: readonly number[]): ValueId {
    this.values.push({ dtype: this.values[from]!.dtype, shape });
    const out = this.values.length - 1;
    this.push({ ...instr, outputs: [out] });
    return out;
  }
}
