import type { DType } from '../core/dtype.ts';
import type { Shape } from '../core/shape.ts';
import type { Phase } from '../graph/ir/graph.ts';

/** Where the bytes of a value lie. */
export interface BufferRef {
  /** A slot of the plan's own memory, or a variable or batch buffer by name. */
  readonly kind: 'slot' | 'variable' | 'batch';
  readonly slot: number;
  readonly name: string;
  /** Bytes. */
  readonly offset: number;
  readonly size: number;
}

export interface PlannedBinding {
  readonly ref: BufferRef;
  readonly access: 'read' | 'read_write';
}

/** One dispatch of the step, ready to be compiled: plain data. */
export interface PlannedDispatch {
  /** Root op, or the ops of a loop. */
  readonly op: string;
  readonly variant: string;
  /** Calls of layers whose instructions it computes. */
  readonly where: readonly string[];
  readonly phase: Phase;
  readonly wgsl: string;
  readonly constants: Readonly<Record<string, number>>;
  /** Words of the `Params` uniform; null where the shader has none. */
  readonly params: Uint32Array<ArrayBuffer> | null;
  /** Words of the integers of generated code; null where there are none. */
  readonly ints: Uint32Array<ArrayBuffer> | null;
  readonly usesScalars: boolean;
  readonly bindings: readonly PlannedBinding[];
  readonly workgroups: readonly [number, number, number];
  readonly flops: number;
  readonly bytes: number;
}

/** A named tensor that outlives the run or is given to it. */
export interface NamedBuffer {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly bytes: number;
}

export interface PlannedScalar {
  readonly name: string;
  readonly dtype: DType;
  /** Position in the uniform of per-step scalars, in 4-byte words. */
  readonly word: number;
}

export interface PlannedOutput {
  readonly name: string;
  readonly ref: BufferRef;
  readonly dtype: DType;
  readonly shape: Shape;
}

export interface PlannedCopy {
  readonly from: BufferRef;
  readonly to: BufferRef;
}

/** A value (or scratch buffer) in a slot, from dispatch `first` to `last`, both included; copies come after the last. */
export interface SlotLife {
  readonly slot: number;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
  /** The call and op that make it. */
  readonly label: string;
}

/** All that is needed to run a graph on a device, as data: print it, compare it, send it. */
export interface ExecutionPlan {
  readonly dispatches: readonly PlannedDispatch[];
  /** Copies of new values into variables, after all dispatches. */
  readonly copies: readonly PlannedCopy[];
  /** Bytes of each slot of the plan's own memory. */
  readonly slots: readonly number[];
  /** What lies in the slots when: what the memory plan looks like. */
  readonly lives: readonly SlotLife[];
  /** Bytes that any plan of this order needs at its fullest point. */
  readonly lowerBound: number;
  readonly variables: readonly NamedBuffer[];
  readonly batches: readonly NamedBuffer[];
  readonly scalars: readonly PlannedScalar[];
  readonly outputs: readonly PlannedOutput[];
}
