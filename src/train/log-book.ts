import { LossTracker } from '../nn/metrics/loss-tracker.ts';
import type { StepRecord } from './metrics-ring.ts';
import type { LoggedMetric, Resolved } from './resolved.ts';

/** Numbers by Keras's names. A metric that gives a list reports its mean under its name. */
export type Logs = Record<string, number>;

/** The sums of an epoch so far, as plain numbers. */
export interface BookState {
  /** Of each loss of the record: Σ loss · n and Σ n. */
  readonly losses: readonly (readonly [total: number, count: number])[];
  /** Of each metric. Empty before the first step. */
  readonly metrics: readonly (readonly number[])[];
}

/**
 * Turns the records of steps into logs as Keras names and averages them: `loss` and `<output>_loss` weighted by batch
 * size, metrics from the sums over the epoch.
 */
export class LogBook {
  /** One for each loss of the record; null: not logged. */
  private readonly lossNames: readonly (string | null)[];
  private readonly metrics: readonly LoggedMetric[];
  private trackers: LossTracker[];
  private sums: Float64Array[] = [];

  constructor(resolved: Resolved) {
    const losses = resolved.outputs.filter((o) => o.loss !== null);
    this.lossNames = ['loss', ...losses.map((o) => o.lossKey)];
    this.metrics = resolved.outputs.flatMap((o) => o.metrics);
    this.trackers = this.lossNames.map(() => new LossTracker());
  }

  /** Names of all that is logged. */
  get names(): string[] {
    return [...this.lossNames.filter((name) => name !== null), ...this.metrics.map((m) => m.name)];
  }

  /** Adds a step of `samples` samples and returns its own logs. */
  add(record: StepRecord, samples: number): Logs {
    const [losses, ...parts] = record;
    const logs: Logs = {};
    this.lossNames.forEach((name, i) => {
      if (name === null) return;
      logs[name] = losses![i]!;
      this.trackers[i]!.add(losses![i]!, samples);
    });
    this.metrics.forEach(({ name, metric }, i) => {
      const own = Float64Array.from(parts[i]!);
      logs[name] = asNumber(metric.result(own));
      const sum = this.sums[i] ?? new Float64Array(own.length);
      this.sums[i] = sum.map((x, k) => x + own[k]!);
    });
    return logs;
  }

  /** Logs of all steps since the last reset. */
  result(): Logs {
    const logs: Logs = {};
    this.lossNames.forEach((name, i) => {
      if (name === null) return;
      logs[name] = this.trackers[i]!.result();
    });
    this.metrics.forEach(({ name, metric }, i) => {
      if (this.sums[i] !== undefined) logs[name] = asNumber(metric.result(this.sums[i]!));
    });
    return logs;
  }

  reset(): void {
    this.trackers = this.lossNames.map(() => new LossTracker());
    this.sums = [];
  }

  get state(): BookState {
    return {
      losses: this.trackers.map((tracker) => tracker.sums),
      metrics: this.sums.map((sums) => [...sums]),
    };
  }

  /** Goes on from the sums of a book of the same losses and metrics; from zero where they are others. */
  restore({ losses, metrics }: BookState): void {
    this.reset();
    if (losses.length !== this.trackers.length) return;
    losses.forEach((sums, i) => {
      this.trackers[i]!.restore(sums);
    });
    this.sums = metrics.map((sums) => Float64Array.from(sums));
  }
}

const asNumber = (x: number | number[]): number =>
  typeof x === 'number' ? x : x.reduce((a, b) => a + b, 0) / x.length;
