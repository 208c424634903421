import type { DType } from '../../core/dtype.ts';
import type { Shape } from '../../core/shape.ts';

/** Index of a value in `Graph.values`. */
export type ValueId = number;

export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/**
 * Where a graph input comes from.
 * - `batch`: a tensor given anew for each run (a batch of data, or indices into resident data);
 * - `variable`: state that lives on the device from run to run (weights, optimizer state, resident data sets);
 * - `scalar`: one 4-byte number uploaded each step (learning rate, step, seed, loss weights). Never baked into code.
 */
export type InputKind = 'batch' | 'variable' | 'scalar';

export interface GraphInput {
  readonly name: string;
  readonly kind: InputKind;
  readonly value: ValueId;
}

/** One operation: `outputs = op(inputs; attrs)`. Pure: state changes only through `Graph.assigns`. */
export interface Instr {
  readonly op: string;
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
  readonly attrs: object;
  /** The call of a layer that this came from, for example `dense_1` or `vision/conv2d:1`; '' for the rest. */
  readonly where: string;
  /** Which part of the step it belongs to. */
  readonly phase: Phase;
}

export type Phase = 'data' | 'forward' | 'loss' | 'backward' | 'optimizer' | 'metrics';

/** At the end of the run, `variable` (the value of a variable input) takes the content of `value`. */
export interface Assign {
  readonly variable: ValueId;
  readonly value: ValueId;
}

export interface GraphOutput {
  readonly name: string;
  readonly value: ValueId;
}

/** Static single assignment in topological order; every shape is known. */
export interface Graph {
  readonly values: readonly TensorType[];
  readonly inputs: readonly GraphInput[];
  readonly instrs: readonly Instr[];
  readonly outputs: readonly GraphOutput[];
  readonly assigns: readonly Assign[];
}
