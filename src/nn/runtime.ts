import type { TypedArray } from '../core/dtype.ts';
import { configError } from '../core/errors.ts';
import type { NdArray } from '../core/nd-array.ts';
import type { Shape } from '../core/shape.ts';
import type { Callback } from './callbacks/callback.ts';
import type { AnyModel } from './model.ts';

/** Numbers in nested lists: `[[1, 2], [3, 4]]`. */
export type NestedNumbers = number | readonly NestedNumbers[];

/** One tensor of data: row-major elements with their shape, or nested lists. The first axis counts samples. */
export type TensorLike =
  | { readonly data: TypedArray | readonly number[]; readonly shape: Shape }
  | NestedNumbers;

/** Data for one input or output, for all in order, or by name. */
export type Data = TensorLike | readonly TensorLike[] | { readonly [name: string]: TensorLike };

/** Metrics by name: `loss`, `main_output_loss`, `accuracy`, `val_loss`, … */
export type Logs = { [name: string]: number };

/** What happened in the epochs: `history.loss[2]` is the loss of the third. Keras: `keras.callbacks.History`. */
export interface History {
  /** Numbers of the epochs, from 0. */
  readonly epoch: number[];
  readonly history: { [name: string]: number[] };
}

/** Weights of classes by number: multiplies the loss of samples of that class. */
export type ClassWeight = { readonly [classNumber: number]: number };

/** Keras: `Model.fit`. */
export interface FitOptions {
  /** Default 32. */
  readonly batchSize?: number;
  /** Default 1. */
  readonly epochs?: number;
  /** First epoch's number. Default 0. */
  readonly initialEpoch?: number;
  /** Fraction of the samples, the last ones, kept apart for validation. Default 0. */
  readonly validationSplit?: number;
  /** [x, y] or [x, y, sampleWeight]. */
  readonly validationData?: readonly [Data, Data] | readonly [Data, Data, Data];
  /** Default: batchSize. */
  readonly validationBatchSize?: number;
  /** Validate every that many epochs. Default 1. */
  readonly validationFreq?: number;
  /** Default true. */
  readonly shuffle?: boolean;
  readonly callbacks?: readonly Callback[];
  readonly sampleWeight?: Data;
  readonly classWeight?: ClassWeight;
  /** Of first weights, shuffling and dropout. Default 0. */
  readonly seed?: number;
}

/** Keras: `Model.evaluate`. */
export interface EvaluateOptions {
  /** Default 32. */
  readonly batchSize?: number;
  readonly sampleWeight?: Data;
}

/** Keras: `Model.predict`. */
export interface PredictOptions {
  /** Default 32. */
  readonly batchSize?: number;
}

/** Keras: `Model.train_on_batch`. */
export interface BatchOptions {
  readonly sampleWeight?: Data;
  readonly classWeight?: ClassWeight;
}

/** Runs compiled models; src/train registers one. */
export interface ModelRuntime {
  fit(model: AnyModel, x: Data, y: Data, options: FitOptions): Promise<History>;
  evaluate(model: AnyModel, x: Data, y: Data, options: EvaluateOptions): Promise<Logs>;
  /** One array per output, in the order of `model.outputs`. */
  predict(model: AnyModel, x: Data, options: PredictOptions): Promise<NdArray[]>;
  trainOnBatch(model: AnyModel, x: Data, y: Data, options: BatchOptions): Promise<Logs>;
  /** Frees what the model has on the device; its weights stay, on the host. */
  dispose(model: AnyModel): Promise<void>;
}

let current: ModelRuntime | null = null;

/** Registers what runs models from now on; null takes it away. */
export function setRuntime(runtime: ModelRuntime | null): void {
  current = runtime;
}

/** The registered runtime. Errors, in the words of `where` (`model.fit`), where there is none. */
export function runtime(where: string): ModelRuntime {
  if (current !== null) return current;
  throw configError({
    where,
    must: 'training needs a runtime',
    got: 'none',
    try: 'importing from the package entry (src/index.ts), which registers it',
  });
}
