import { dataError } from '../../core/errors.ts';
import { readOptions } from '../read-options.ts';
import { BaseCallback } from './base-callback.ts';
import type { CallbackLogs } from './callback.ts';

export interface TerminateOnNaNOptions {
  /** Throws instead of ending the training quietly. Default false. */
  readonly raiseError: boolean;
}

/** Stops training when a batch's loss is not finite. https://keras.io/api/callbacks/terminate_on_nan/ */
export class TerminateOnNaN extends BaseCallback {
  private readonly options: TerminateOnNaNOptions;

  constructor(given: Partial<TerminateOnNaNOptions> = {}) {
    super();
    this.options = readOptions('TerminateOnNaN', { raiseError: false }, given);
  }

  onBatchEnd(batch: number, { loss }: CallbackLogs = {}): void {
    if (loss === undefined || Number.isFinite(loss)) return;
    if (this.options.raiseError) {
      throw dataError({
        where: 'TerminateOnNaN',
        must: `the loss of batch ${batch} must be finite`,
        got: String(loss),
        try: 'a smaller learning rate, or clipnorm on the optimizer',
      });
    }
    this.model.report(`TerminateOnNaN: the loss of batch ${batch} is ${loss}; training stops.`);
    this.model.stopTraining = true;
  }
}

export const terminateOnNaN = (options?: Partial<TerminateOnNaNOptions>): TerminateOnNaN =>
  new TerminateOnNaN(options);
