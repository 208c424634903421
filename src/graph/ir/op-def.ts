import type { NdArray } from '../../core/nd-array.ts';
import type { Builder } from './builder.ts';
import type { EmitContext } from './emit.ts';
import type { TensorType, ValueId } from './graph.ts';

/** What a vector-Jacobian rule is given: the values of one instruction and the cotangents of its outputs. */
export interface VjpContext<A> {
  readonly b: Builder;
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
  readonly attrs: A;
  /** d loss / d output, null where the loss does not depend on that output. At least one is not null. */
  readonly cotangents: readonly (ValueId | null)[];
  /** Which inputs need a gradient; the rule may return null for the others. */
  readonly needs: readonly boolean[];
}

/**
 * How an op becomes code.
 * - `loop`: each output element is an expression of input elements (elementwise, broadcast, transpose, gather, ...);
 *   the compiler fuses loops and generates their WGSL from `emit`.
 * - `reduce`: folds axes of its input with `combine`; the input expression may be fused in.
 * - `view`: the same bytes under another shape.
 * - `kernel`: has a kernel of its own in gpu/kernels.
 */
export type OpForm = 'loop' | 'reduce' | 'view' | 'kernel';

/** All that is to be known of one op. `name` is the JAX or StableHLO name where there is one. */
export interface OpDef<A extends object = object> {
  readonly name: string;
  readonly form: OpForm;
  /**
   * True for kernels that change a part of what they are given: output i is input i with changes, and lies where input i lay. They
   * bind those outputs and not their inputs.
   */
  readonly inPlace?: true;
  /** Shape rule: types of the outputs. Throws a shape or dtype error on types that do not fit. */
  infer(inputs: readonly TensorType[], attrs: A): readonly TensorType[];
  /** Plain loops on the host: the meaning of the op, and the oracle of the GPU tests. */
  reference(inputs: readonly NdArray[], attrs: A, outputs: readonly TensorType[]): readonly NdArray[];
  /** Cotangents of the inputs, or null where the op has no derivative. */
  readonly vjp: ((c: VjpContext<A>) => readonly (ValueId | null)[]) | null;
  /** For loops: the WGSL expression of one output element. */
  readonly emit?: (c: EmitContext<A>) => string;
  /** Floating-point operations of one run, for the plan view; default: one per output element. */
  flops?(inputs: readonly TensorType[], outputs: readonly TensorType[], attrs: A): number;
}
