import type { Callback, CallbackLogs } from './callback.ts';

/** Keeps the logs of every epoch: what `fit` answers. Runs last, so that entries of other callbacks are in. */
export class HistoryCallback implements Callback {
  /** Numbers of the epochs, from 0. */
  epoch: number[] = [];
  /** Values by name, one an epoch. */
  readonly history: { [name: string]: number[] } = {};

  onTrainBegin(): void {
    this.epoch = [];
  }

  onEpochEnd(epoch: number, logs: CallbackLogs = {}): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
  }
}
