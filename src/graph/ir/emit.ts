import type { DType } from '../../core/dtype.ts';
import type { TensorType } from './graph.ts';

/** A position inside a tensor, as WGSL text; opaque to ops, made by the methods of EmitContext. */
export interface Index {
  /** Linear position, a u32 expression. */
  readonly flat: string;
  /** Nesting depth of the loop whose variable it uses: 0 none (constant), 1 the row, 2 the column. */
  readonly depth: number;
  /** For a position in a [rows, cols] domain. */
  readonly row?: Index;
  readonly col?: Index;
  /** Elements of a row. */
  readonly inner?: number;
  /** Where the position stands for four elements in a row: its number counted in fours. Values there are vectors. */
  readonly quad?: string;
}

/** What `OpDef.emit` is given to write the expression of one output element at `index`. */
export interface EmitContext<A> {
  readonly attrs: A;
  readonly inputs: readonly TensorType[];
  readonly output: TensorType;
  readonly index: Index;
  /** The element of input `i` at `index` (default: the same linear position), as an atomic expression. */
  arg(i: number, index?: Index): string;
  /** The index as one u32 expression per axis of `shape`. */
  unravel(index: Index, shape: readonly number[]): readonly string[];
  /** The linear position of a multi-index in a tensor of `shape`. */
  ravel(multi: readonly string[], shape: readonly number[]): Index;
  /** Position 0, for scalars. */
  zero(): Index;
  /** For an output shape that adds trailing axes to a shape of `size` elements with `inner` elements behind each: the position without them. */
  dropInner(index: Index, inner: number): Index;
  /** The position within the last `inner` elements (for a bias along the last axes). */
  keepInner(index: Index, inner: number): Index;
  /** The position `offset` elements further on. */
  shift(index: Index, offset: number): Index;
  /** Element `col` of row number `row` (WGSL text) of rows of `inner` elements. */
  element(row: string, col: Index, inner: number): Index;
  /** A number as a value of the kind computed here: `0.0`, or `vec4f(0.0)` where four elements are computed at once. */
  literal(number: string): string;
  /** A value in the type of another dtype. */
  convert(dtype: DType, value: string): string;
  /** A scalar function of shaders/lib/math.wgsl applied to each component. */
  map(fn: string, value: string): string;
  /** An integer known when the plan is made, as a uniform: shapes do not make new pipelines. */
  uint(value: number): string;
  /** Names an expression (`let`) in the block where `index` (default: the output's) is known, and returns the name. */
  let(expression: string, index?: Index): string;
}
