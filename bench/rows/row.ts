import type { LayerApi } from './layer-api.ts';

/** Values of one batch for an input or a target. */
export type BatchData =
  /** float32, given to the model as they are. */
  | { readonly kind: 'numbers'; readonly shape: readonly number[]; readonly values: Float32Array }
  /** uint8, given to the model divided by 255. */
  | { readonly kind: 'pixels'; readonly shape: readonly number[]; readonly values: Uint8Array }
  /** int32 ids. */
  | { readonly kind: 'ids'; readonly shape: readonly number[]; readonly values: Int32Array }
  /** ids below `depth`, given to the model as float32 rows of 0 and one 1. */
  | {
      readonly kind: 'one-hot';
      readonly shape: readonly number[];
      readonly values: Int32Array;
      readonly depth: number;
    };

export interface OutputSpec {
  readonly loss: 'binary_crossentropy' | 'categorical_crossentropy';
  /** Factor of the loss in the total. */
  readonly weight: number;
}

interface RowBase {
  /** As chosen on the command line and written in results: `mlp-128`. */
  readonly id: string;
  readonly title: string;
  readonly batch: number;
}

/** A row that times training steps: forward, backward, RMSprop. */
export interface TrainRow extends RowBase {
  readonly kind: 'train';
  /** Small enough that the loss falls on the one batch that is repeated. */
  readonly learningRate: number;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
  /** The model's outputs by name. */
  build<T>(api: LayerApi<T>): {
    readonly inputs: readonly T[];
    readonly outputs: Readonly<Record<string, T>>;
  };
  inputs(): Readonly<Record<string, BatchData>>;
  targets(): Readonly<Record<string, BatchData>>;
}

/** A row that times one operation alone. */
export interface OpRow extends RowBase {
  readonly kind: 'op';
  readonly op: 'matmul' | 'conv';
  /** matmul: [M, K]; conv: [N, H, W, Cin]. */
  readonly left: readonly number[];
  /** matmul: [K, N]; conv: [KH, KW, Cin, Cout]. Same padding, stride 1. */
  readonly right: readonly number[];
  readonly flops: number;
}

export type Row = TrainRow | OpRow;
