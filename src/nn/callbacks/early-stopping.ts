import type { NdArray } from '../../core/nd-array.ts';
import { readOptions } from '../read-options.ts';
import type { CallbackLogs } from './callback.ts';
import { MonitorCallback, type MonitorOptions } from './monitor-callback.ts';

export interface EarlyStoppingOptions extends MonitorOptions {
  /** A change of at most this is no improvement. Default 0. */
  readonly minDelta: number;
  /** Epochs without improvement after which training stops. Default 0. */
  readonly patience: number;
  /** 1 reports when training stops. Default 0. */
  readonly verbose: number;
  /** The value that has to be beaten for the patience to start anew. Default null: the best so far. */
  readonly baseline: number | null;
  /** Ends with the weights of the best epoch. Default false: with the last. */
  readonly restoreBestWeights: boolean;
  /** Epochs before which nothing is watched. Default 0. */
  readonly startFromEpoch: number;
}

const DEFAULTS: EarlyStoppingOptions = {
  monitor: 'val_loss',
  minDelta: 0,
  patience: 0,
  verbose: 0,
  mode: 'auto',
  baseline: null,
  restoreBestWeights: false,
  startFromEpoch: 0,
};

/** Stops training when the watched number no longer improves. https://keras.io/api/callbacks/early_stopping/ */
export class EarlyStopping extends MonitorCallback {
  /** The epoch at whose end training was stopped; 0 where it was not. */
  stoppedEpoch = 0;
  /** The epoch with the best value. */
  bestEpoch = 0;
  private wait = 0;
  private bestWeights: readonly NdArray[] | null = null;
  private readonly options: EarlyStoppingOptions;

  constructor(given: Partial<EarlyStoppingOptions> = {}) {
    const options = readOptions('EarlyStopping', DEFAULTS, given);
    super('EarlyStopping', options, options.minDelta);
    this.options = options;
  }

  onTrainBegin(): void {
    this.wait = 0;
    this.stoppedEpoch = 0;
    this.best = null;
    this.bestEpoch = 0;
    this.bestWeights = null;
  }

  async onEpochEnd(epoch: number, logs: CallbackLogs = {}): Promise<void> {
    const value = this.monitored(logs);
    if (value === undefined || epoch < this.options.startFromEpoch) return;
    // A first value that is no number improves nothing: then the weights of this epoch are the ones to return to.
    if (this.options.restoreBestWeights && this.bestWeights === null) await this.keep(epoch);
    this.wait += 1;
    if (this.improves(value, this.best)) await this.improved(epoch, value);
    else if (this.wait >= this.options.patience && epoch > 0) this.stop(epoch);
  }

  async onTrainEnd(): Promise<void> {
    if (this.bestWeights === null) return;
    this.say(`the weights of epoch ${this.bestEpoch + 1} are restored`);
    await this.model.setWeights(this.bestWeights);
  }

  private async improved(epoch: number, value: number): Promise<void> {
    this.best = value;
    await this.keep(epoch);
    const { baseline } = this.options;
    if (baseline === null || this.improves(value, baseline)) this.wait = 0;
  }

  private async keep(epoch: number): Promise<void> {
    this.bestEpoch = epoch;
    if (this.options.restoreBestWeights) this.bestWeights = await this.model.getWeights();
  }

  private stop(epoch: number): void {
    this.stoppedEpoch = epoch;
    this.model.stopTraining = true;
    this.say(`training stops after epoch ${epoch + 1}`);
  }

  private say(message: string): void {
    if (this.options.verbose > 0) this.model.report(`EarlyStopping: ${message}.`);
  }
}

export const earlyStopping = (options?: Partial<EarlyStoppingOptions>): EarlyStopping =>
  new EarlyStopping(options);
