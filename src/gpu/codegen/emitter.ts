import { type DType, wgslType } from '../../core/dtype.ts';
import { invariant, required } from '../../core/invariant.ts';
import type { Shape } from '../../core/shape.ts';
import { sizeOf } from '../../core/shape.ts';
import type { EmitContext, Index } from '../../graph/ir/emit.ts';
import type { Graph, Instr, TensorType, ValueId } from '../../graph/ir/graph.ts';
import { reduceRow } from '../../graph/ops/reduce.ts';
import { opDef } from '../../graph/ops/table.ts';
import { trailing } from '../../graph/plan/reads.ts';
import type { Frame } from './frame.ts';
import { indent, Scopes } from './scope.ts';

/** Thrown where four elements at once cannot be computed; the loop is then written element by element. */
export class NotVectorizable extends Error {}

export const ZERO: Index = { flat: '0u', depth: 0 };

/** What generated code may know of the plan around it. */
export interface EmitEnv {
  readonly graph: Graph;
  /** The instruction that makes a value; absent for inputs. */
  readonly maker: (v: ValueId) => Instr | undefined;
  /** Whether a value lies in memory (an input, or made by another kernel) and is read from there. */
  readonly inMemory: (v: ValueId) => boolean;
  /** Word of a per-step scalar, by its value. */
  readonly scalarWord: ReadonlyMap<ValueId, number>;
  /** The variable that a value overwrites in place. */
  readonly inPlace: ReadonlyMap<ValueId, ValueId>;
  /** How many threads share one row (1 unless the device wants parallel reductions). */
  readonly lanes: number;
  /** Whether a thread walks through many elements (a CPU), so that walking by rows saves divisions. */
  readonly walksRows: boolean;
}

/**
 * Writes the code of values at positions. Each (value, position) is computed once in the outermost block where the
 * position is known; a value that lies in memory is read, any other is expanded into its op's expression.
 */
export class Emitter {
  readonly scopes = new Scopes();

  constructor(
    readonly env: EmitEnv,
    readonly frame: Frame,
    /** Block in which numbers that are the same for every row are computed. */
    private readonly scalarDepth = 0,
    /** Whether buffers are declared as arrays of fours though single elements are computed. */
    private readonly byParts = false,
  ) {}

  /** How element `flat` of a buffer is reached. */
  subscript(flat: string): string {
    return this.byParts ? `[${flat} >> 2u][${flat} & 3u]` : `[${flat}]`;
  }

  typeOf(v: ValueId): TensorType {
    return required(this.env.graph.values[v], `%${v}`);
  }

  /** Atomic expression of the element of `v` at `index`. */
  value(v: ValueId, at: Index): string {
    const index = sizeOf(this.typeOf(v).shape) === 1 ? { ...ZERO, depth: this.scalarDepth } : at;
    const key = index.quad === undefined ? `${v}@${index.flat}` : `${v}@4*${index.quad}`;
    const known = this.scopes.find(key, index.depth);
    if (known !== undefined) return known;
    const name = this.compute(v, index);
    this.scopes.remember(key, name, index.depth);
    return name;
  }

  private compute(v: ValueId, index: Index): string {
    const word = this.env.scalarWord.get(v);
    if (word !== undefined) return this.scopes.name(this.frame.scalar(word, this.typeOf(v).dtype), 0, 's');
    if (this.env.inMemory(v)) return this.read(v, index);
    const instr = required(this.env.maker(v), `maker of %${v}`);
    if (opDef(instr.op).form === 'view') return this.value(instr.inputs[0]!, index);
    if (opDef(instr.op).form === 'reduce') return this.reduce(instr, scalarOnly(index));
    return this.expand(instr, index);
  }

  private expand(instr: Instr, index: Index): string {
    const emit = required(opDef(instr.op).emit, `code of ${instr.op}`);
    const expression = emit(this.context(instr, index));
    this.frame.noteCalls(expression);
    return /^[a-z]\d+$/.test(expression) || instr.op === 'constant'
      ? expression
      : this.scopes.name(expression, index.depth);
  }

  private read(v: ValueId, index: Index): string {
    const { dtype } = this.typeOf(v);
    const vector = index.quad !== undefined;
    if (this.byParts && sizeOf(this.typeOf(v).shape) % 4 !== 0) throw new NotVectorizable();
    const name = this.frame.buffer(v, dtype, 'read', v, vector || this.byParts);
    if (dtype === 'uint8') {
      const byte = vector ? unpackFour(name, index.quad!) : unpack(name, index.flat);
      return this.scopes.name(byte, index.depth, 'x');
    }
    const element = vector ? `${name}[${index.quad!}]` : `${name}${this.subscript(index.flat)}`;
    return this.scopes.name(element, index.depth, 'x');
  }

  /** Folds the row at `index`: one loop in a block of its own, shared by the lanes of the row. */
  private reduce(instr: Instr, index: Index): string {
    const row = required(reduceRow(instr.op), `rule of ${instr.op}`);
    const length = required(trailing(this.env.graph, instr), 'trailing axes');
    const acc = this.scopes.fresh('acc');
    const col = this.scopes.fresh('c');
    const inner = this.rowElement(index, col, length);
    this.scopes.nest(
      index.depth,
      () => {
        const x = this.value(instr.inputs[0]!, inner);
        this.scopes.push(`${acc} = ${row.wgsl(acc, x)};`, index.depth + 1);
      },
      (lines) => [`var ${acc} = ${row.wgslInit};`, ...this.rowLoop(col, this.uint(length), lines)],
    );
    if (this.env.lanes === 1) return acc;
    return this.scopes.name(`fold_${instr.op}(${acc}, lane)`, index.depth);
  }

  /** The position of element `col` of the row `index` of rows of `length` elements. */
  rowElement(index: Index, col: string, length: number): Index {
    const depth = index.depth + 1;
    const flat = index.flat === '0u' ? col : `(${index.flat} * ${this.uint(length)} + ${col})`;
    return { flat, depth, row: index, col: { flat: col, depth }, inner: length };
  }

  rowLoop(col: string, length: string, lines: readonly string[]): string[] {
    const [start, step] =
      this.env.lanes === 1 ? ['0u', `${col}++`] : ['lane', `${col} += ${this.env.lanes}u`];
    return [`for (var ${col} = ${start}; ${col} < ${length}; ${step}) {`, ...indent(lines), '}'];
  }

  /** Name of an integer of the plan; 0 and 1 are literals. */
  uint(value: number): string {
    invariant(Number.isInteger(value) && value >= 0 && value < 2 ** 32, 'sizes fit in 32 bits');
    if (value <= 1) return `${value}u`;
    const key = `uint ${value}`;
    const known = this.scopes.find(key, 0);
    if (known !== undefined) return known;
    const name = this.scopes.name(this.frame.int(value), 0, 'u');
    this.scopes.remember(key, name, 0);
    return name;
  }

  /** `expression` named once in the block at `depth`. */
  named(expression: string, depth: number): string {
    const key = `= ${expression}`;
    const known = this.scopes.find(key, depth);
    if (known !== undefined) return known;
    const name = this.scopes.name(expression, depth, 'i');
    this.scopes.remember(key, name, depth);
    return name;
  }

  dropInner(index: Index, inner: number): Index {
    if (inner === 1) return index;
    if (index.row !== undefined && index.inner === inner) return index.row;
    if (index.row !== undefined && inner % index.inner! === 0)
      return this.dropInner(index.row, inner / index.inner!);
    if (index.quad !== undefined && inner % 4 !== 0) throw new NotVectorizable();
    return { flat: this.named(`${index.flat} / ${this.uint(inner)}`, index.depth), depth: index.depth };
  }

  keepInner(index: Index, inner: number): Index {
    if (index.col !== undefined && index.inner === inner) return index.col;
    if (index.col !== undefined && index.inner! % inner === 0) return this.keepInner(index.col, inner);
    if (index.row !== undefined && index.col !== undefined && inner % index.inner! === 0) {
      const row = this.keepInner(index.row, inner / index.inner!);
      return this.element(row.flat, index.col, index.inner!, index.depth);
    }
    const flat = this.named(`${index.flat} % ${this.uint(inner)}`, index.depth);
    if (index.quad === undefined) return { flat, depth: index.depth };
    if (inner % 4 !== 0) throw new NotVectorizable();
    return {
      flat,
      depth: index.depth,
      quad: this.named(`${index.quad} % ${this.uint(inner / 4)}`, index.depth),
    };
  }

  /** Element `col` of row `row` of rows of `inner` elements. */
  private element(row: string, col: Index, inner: number, depth: number): Index {
    if (inner === 1) return { flat: row, depth };
    const flat = this.named(`${row} * ${this.uint(inner)} + ${col.flat}`, depth);
    if (col.quad === undefined) return { flat, depth };
    return { flat, depth, quad: this.named(`${row} * ${this.uint(inner / 4)} + ${col.quad}`, depth) };
  }

  unravel(at: Index, shape: Shape): string[] {
    const index = scalarOnly(at);
    const out = new Array<string>(shape.length).fill('0u');
    let rest = index;
    let left = sizeOf(shape);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis]!;
      if (size === 1) continue;
      left /= size;
      out[axis] = left === 1 ? rest.flat : this.keepInner(rest, size).flat;
      if (left > 1) rest = this.dropInner(rest, size);
    }
    return out;
  }

  ravel(multi: readonly string[], shape: Shape, depth: number): Index {
    const axes = shape.map((_, a) => a).filter((a) => shape[a] !== 1);
    if (axes.length === 0) return ZERO;
    let at: Index = { flat: multi[axes[0]!]!, depth };
    for (const axis of axes.slice(1)) {
      const size = shape[axis]!;
      const flat = this.named(`${at.flat} * ${this.uint(size)} + ${multi[axis]!}`, depth);
      at = { flat, depth, row: at, col: { flat: multi[axis]!, depth }, inner: size };
    }
    return at;
  }

  private shift(at: Index, offset: number): Index {
    if (offset === 0) return at;
    const flat = this.named(`${at.flat} + ${this.uint(offset)}`, at.depth);
    if (at.quad === undefined) return { flat, depth: at.depth };
    if (offset % 4 !== 0) throw new NotVectorizable();
    return { flat, depth: at.depth, quad: this.named(`${at.quad} + ${this.uint(offset / 4)}`, at.depth) };
  }

  /** Whether an operand takes part in arithmetic on vectors (row numbers of a gather and seeds do not). */
  private splats(instr: Instr, i: number): boolean {
    return !(instr.op === 'gather' && i === 1) && instr.op !== 'random_uniform';
  }

  private context(instr: Instr, index: Index): EmitContext<object> {
    const types = instr.inputs.map((v) => this.typeOf(v));
    const vector = index.quad !== undefined;
    const output = this.typeOf(instr.outputs[0]!);
    const four = (dtype: DType) => `vec4${wgslType(dtype)[0]}`;
    return {
      attrs: instr.attrs,
      inputs: types,
      output,
      index,
      arg: (i, at = index) => {
        const value = this.value(instr.inputs[i]!, at);
        const isVector = at.quad !== undefined && sizeOf(types[i]!.shape) > 1;
        const dtype = types[i]!.dtype === 'uint8' ? 'float32' : types[i]!.dtype;
        return vector && !isVector && at.depth <= index.depth && this.splats(instr, i)
          ? `${four(dtype)}(${value})`
          : value;
      },
      unravel: (at, shape) => this.unravel(at, shape),
      ravel: (multi, shape) => this.ravel(multi, shape, scalarOnly(index).depth),
      zero: () => ZERO,
      dropInner: (at, inner) => this.dropInner(at, inner),
      keepInner: (at, inner) => this.keepInner(at, inner),
      shift: (at, offset) => this.shift(at, offset),
      element: (row, col, inner) => this.element(row, inner === 1 ? ZERO : col, inner, index.depth),
      literal: (number) => (vector ? `vec4f(${number})` : number),
      convert: (dtype, value) => `${vector ? four(dtype) : wgslType(dtype)}(${value})`,
      map: (fn, value) => (vector ? eachComponent(fn, value) : `${fn}(${value})`),
      uint: (value) => this.uint(value),
      let: (expression, at = index) => {
        this.frame.noteCalls(expression);
        return this.named(expression, at.depth);
      },
    };
  }
}

const eachComponent = (fn: string, value: string): string =>
  `vec4f(${[...'xyzw'].map((part) => `${fn}(${value}.${part})`).join(', ')})`;

function scalarOnly(index: Index): Index {
  if (index.quad !== undefined) throw new NotVectorizable();
  return index;
}

/** Word number `at` of a buffer of bytes, as four floats. */
function unpackFour(buffer: string, at: string): string {
  return `vec4f((vec4u(${buffer}[${at}]) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u))`;
}

/** Byte number `at` of a buffer of u32, as a float. */
function unpack(buffer: string, at: string): string {
  return `f32((${buffer}[${at} >> 2u] >> ((${at} & 3u) * 8u)) & 255u)`;
}
