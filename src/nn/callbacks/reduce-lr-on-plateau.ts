import { configError } from '../../core/errors.ts';
import { readOptions } from '../read-options.ts';
import type { CallbackLogs } from './callback.ts';
import { MonitorCallback, type MonitorOptions } from './monitor-callback.ts';

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** Below 1. Default 0.1. */
  readonly factor: number;
  /** Epochs without improvement before the rate is reduced. Default 10. */
  readonly patience: number;
  /** 1 reports each reduction. Default 0. */
  readonly verbose: number;
  /** Default 0.0001. */
  readonly minDelta: number;
  /** Epochs after a reduction in which none is counted. Default 0. */
  readonly cooldown: number;
  /** Default 0. */
  readonly minLr: number;
}

const DEFAULTS: ReduceLROnPlateauOptions = {
  monitor: 'val_loss',
  factor: 0.1,
  patience: 10,
  verbose: 0,
  mode: 'auto',
  minDelta: 1e-4,
  cooldown: 0,
  minLr: 0,
};

/**
 * Multiplies the learning rate by `factor` when the watched number stays; logs the rate as `learning_rate`.
 * https://keras.io/api/callbacks/reduce_lr_on_plateau/
 */
export class ReduceLROnPlateau extends MonitorCallback {
  private wait = 0;
  private cooling = 0;
  private readonly options: ReduceLROnPlateauOptions;

  constructor(given: Partial<ReduceLROnPlateauOptions> = {}) {
    const options = readOptions('ReduceLROnPlateau', DEFAULTS, given);
    super('ReduceLROnPlateau', options, options.minDelta);
    if (options.factor >= 1) {
      throw configError({
        where: 'ReduceLROnPlateau',
        must: 'factor is below 1',
        got: String(options.factor),
      });
    }
    this.options = options;
  }

  onTrainBegin(): void {
    this.best = null;
    this.cooling = 0;
    this.wait = 0;
  }

  onEpochEnd(epoch: number, logs: CallbackLogs = {}): void {
    logs.learning_rate = this.model.learningRate;
    const value = this.monitored(logs);
    if (value === undefined) return;
    if (this.cooling > 0) {
      this.cooling -= 1;
      this.wait = 0;
    }
    if (this.improves(value, this.best)) {
      this.best = value;
      this.wait = 0;
    } else if (this.cooling === 0) {
      this.wait += 1;
      if (this.wait >= this.options.patience) this.reduce(epoch);
    }
  }

  private reduce(epoch: number): void {
    const { factor, minLr, cooldown, verbose } = this.options;
    const rate = this.model.learningRate;
    if (rate <= Math.fround(minLr)) return;
    this.model.learningRate = Math.max(rate * factor, minLr);
    this.cooling = cooldown;
    this.wait = 0;
    if (verbose > 0) {
      const now = this.model.learningRate;
      this.model.report(`ReduceLROnPlateau: after epoch ${epoch + 1} the learning rate is ${now}.`);
    }
  }
}

export const reduceLROnPlateau = (options?: Partial<ReduceLROnPlateauOptions>): ReduceLROnPlateau =>
  new ReduceLROnPlateau(options);
