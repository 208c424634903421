import { configError } from '../../core/errors.ts';
import { BaseCallback } from './base-callback.ts';
import type { CallbackLogs } from './callback.ts';

export type MonitorMode = 'auto' | 'min' | 'max';

export interface MonitorOptions {
  /** The entry of the logs to watch. Default `val_loss`. */
  readonly monitor: string;
  /** Whether smaller or larger is better. Default `auto`: by the metric's own direction; losses go down. */
  readonly mode: MonitorMode;
}

const MODES: readonly MonitorMode[] = ['auto', 'min', 'max'];

/** What early stopping, plateaus and checkpoints share: one number of the logs and what counts as better. */
export abstract class MonitorCallback extends BaseCallback {
  protected best: number | null = null;
  readonly #name: string;
  readonly #options: MonitorOptions;
  readonly #minDelta: number;

  constructor(name: string, options: MonitorOptions, minDelta: number) {
    super();
    if (!MODES.includes(options.mode)) {
      throw configError({
        where: name,
        must: `mode is one of ${MODES.join(', ')}`,
        got: `'${options.mode}'`,
      });
    }
    this.#name = name;
    this.#options = options;
    this.#minDelta = Math.abs(minDelta);
  }

  protected get monitor(): string {
    return this.#options.monitor;
  }

  /** The watched number, undefined (with a message) where the logs have none. */
  protected monitored(logs: CallbackLogs): number | undefined {
    const value = logs[this.monitor];
    if (value === undefined) {
      const known = Object.keys(logs).join(', ');
      this.model.report(
        `${this.#name}: '${this.monitor}' is not among the logs (${known}); nothing is done.`,
      );
    }
    return value;
  }

  /** Whether `value` is better than `reference` by more than minDelta; anything is better than nothing. */
  protected improves(value: number, reference: number | null): boolean {
    if (reference === null) return true;
    return this.#growing ? value - this.#minDelta > reference : value + this.#minDelta < reference;
  }

  get #growing(): boolean {
    const { monitor, mode } = this.#options;
    if (mode !== 'auto') return mode === 'max';
    const name = monitor.replace(/^val_/, '');
    const direction = name === 'loss' || name.endsWith('_loss') ? 'down' : this.model.directionOf(name);
    if (direction !== null) return direction === 'up';
    throw configError({
      where: this.#name,
      must: `it must be known whether a larger '${monitor}' is better`,
      got: "mode 'auto' and no metric of that name",
      try: "mode: 'max' or mode: 'min'",
    });
  }
}
