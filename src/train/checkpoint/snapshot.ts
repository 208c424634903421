import type { BookState } from '../log-book.ts';
import type { Position } from '../training-session.ts';

/** A tensor by name, on the host. */
export interface SnapshotTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Numbers of an optimizer that may have been changed while training. */
export interface OptimizerNumbers {
  readonly className: string;
  /** Null where a schedule drives it. */
  readonly learningRate: number | null;
  /** The numeric options by name: `beta1`, `momentum`, ... */
  readonly numbers: Readonly<Record<string, number>>;
}

/** What a run's future depends on besides its tensors, as JSON holds it. */
export interface RunState {
  readonly position: Readonly<Position>;
  readonly seed: number;
  /** Samples of the pieces in which the first epoch was shuffled. */
  readonly piece: number;
  /** Loss weights and the numbers that layers read anew in each step. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly optimizer: OptimizerNumbers;
  /** Measured choices of kernels, which decide the last bits. */
  readonly variants: Readonly<Record<string, string>>;
  /** Sums of the epoch so far. */
  readonly sums: BookState;
}

/**
 * A run between two steps: from it training goes on bit for bit as it would have gone. Tensors are named
 * `weights/<path>` and `optimizer/<slot>/<path>`, paths as Keras writes them.
 */
export interface Snapshot {
  readonly state: RunState;
  readonly tensors: readonly SnapshotTensor[];
}

export const weightTensor = (key: string): string => `weights/${key}`;
export const slotTensor = (slot: string, key: string): string => `optimizer/${slot}/${key}`;
