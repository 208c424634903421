import type { Callback, CallbackLogs, CallbackModel } from './callback.ts';

/** Callbacks in order as one. Only what a hook returns as a promise is awaited. */
export class CallbackList {
  private readonly callbacks: readonly Callback[];

  constructor(callbacks: readonly Callback[], model: CallbackModel) {
    this.callbacks = callbacks;
    for (const callback of callbacks) callback.setModel?.(model);
  }

  /** Whether any callback looks at single batches: without one, the losses of batches need not be waited for. */
  get hasBatchHooks(): boolean {
    return this.callbacks.some((c) => c.onBatchBegin !== undefined || c.onBatchEnd !== undefined);
  }

  onTrainBegin(logs?: CallbackLogs): Promise<void> {
    return this.each((c) => c.onTrainBegin?.(logs));
  }

  onTrainEnd(logs?: CallbackLogs): Promise<void> {
    return this.each((c) => c.onTrainEnd?.(logs));
  }

  onEpochBegin(epoch: number, logs?: CallbackLogs): Promise<void> {
    return this.each((c) => c.onEpochBegin?.(epoch, logs));
  }

  onEpochEnd(epoch: number, logs?: CallbackLogs): Promise<void> {
    return this.each((c) => c.onEpochEnd?.(epoch, logs));
  }

  onBatchBegin(batch: number, logs?: CallbackLogs): Promise<void> {
    return this.each((c) => c.onBatchBegin?.(batch, logs));
  }

  onBatchEnd(batch: number, logs?: CallbackLogs): Promise<void> {
    return this.each((c) => c.onBatchEnd?.(batch, logs));
  }

  private async each(hook: (callback: Callback) => void | Promise<void>): Promise<void> {
    for (const callback of this.callbacks) {
      const pending = hook(callback);
      if (pending instanceof Promise) await pending;
    }
  }
}
