import type { StepLogs } from '../train/training-session.ts';
import type { MetricsBatch } from './protocol.ts';

/** Collects what steps report into columns, to be sent many steps at a time. */
export class MetricsBatcher {
  private steps: StepLogs[] = [];

  get size(): number {
    return this.steps.length;
  }

  add(steps: readonly StepLogs[]): void {
    this.steps.push(...steps);
  }

  clear(): void {
    this.steps = [];
  }

  /** The columns of all steps collected, which are then forgotten. NaN where a step has no such number. */
  take(): MetricsBatch {
    const { steps } = this;
    this.steps = [];
    const column = (value: (step: StepLogs) => number | undefined) =>
      Float64Array.from(steps, (s) => value(s) ?? Number.NaN);
    const columns: Record<string, Float64Array> = {
      step: column((s) => s.step),
      learning_rate: column((s) => s.learningRate),
    };
    const names = new Set(steps.flatMap((s) => Object.keys(s.logs)));
    for (const name of names) columns[name] = column((s) => s.logs[name]);
    return { columns };
  }
}

/** The buffers of a batch, for transfer. */
export const buffersOf = ({ columns }: MetricsBatch): Transferable[] =>
  Object.values(columns).map((column) => column.buffer as ArrayBuffer);
