import type { NdArray } from '../../core/nd-array.ts';

/** Numbers by name as the hooks get them: `loss`, `val_loss`, `accuracy`, … A hook may add entries; history keeps them. */
export type CallbackLogs = { [name: string]: number };

/** What callbacks may do to the run; the trainer implements it. Weights live on the device, so reading them takes time. */
export interface CallbackModel {
  /** All weights in Keras's order. */
  getWeights(): Promise<readonly NdArray[]>;
  setWeights(weights: readonly NdArray[]): Promise<void>;
  /** Set to true, training ends after the current batch (with hooks of the epoch's end, as in Keras). */
  stopTraining: boolean;
  /** The optimizer's; setting it takes effect with the next step. */
  learningRate: number;
  /** Whether larger is better for an entry of the logs (without `val_`); null where no metric of that name is known. */
  directionOf(name: string): 'up' | 'down' | null;
  /** Passes a message to the user. */
  report(message: string): void;
}

/**
 * Hooks of a training run; each may be async, and is awaited. A callback of your own is an object with some of them.
 * Keras: `keras.callbacks.Callback`.
 */
export interface Callback {
  setModel?(model: CallbackModel): void;
  onTrainBegin?(logs?: CallbackLogs): void | Promise<void>;
  onTrainEnd?(logs?: CallbackLogs): void | Promise<void>;
  onEpochBegin?(epoch: number, logs?: CallbackLogs): void | Promise<void>;
  onEpochEnd?(epoch: number, logs?: CallbackLogs): void | Promise<void>;
  onBatchBegin?(batch: number, logs?: CallbackLogs): void | Promise<void>;
  onBatchEnd?(batch: number, logs?: CallbackLogs): void | Promise<void>;
}
