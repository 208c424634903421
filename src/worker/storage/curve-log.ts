import type { EpochLogs, MetricsBatch } from '../protocol.ts';

export type Columns = MetricsBatch['columns'];

/** Steps after which every second one is dropped. */
const MOST_STEPS = 1 << 17;

/** What the page was told of a run: its curves and the logs of its epochs, to be told again after a restart. */
export class CurveLog {
  private columns = new Map<string, number[]>();
  private logs: readonly EpochLogs[] = [];
  /** Only every so many steps are kept. */
  private stride = 1;

  private get steps(): number[] {
    return this.column('step');
  }

  get epochs(): readonly EpochLogs[] {
    return this.logs;
  }

  /** Appends a batch of metrics; one that begins at an earlier step takes the place of what was there. */
  add(batch: Columns): void {
    const steps = batch.step ?? new Float64Array(0);
    if (steps.length > 0) this.truncate(steps[0]! - 1);
    steps.forEach((step, i) => {
      if (step % this.stride === 0) this.append(batch, i);
    });
    if (this.steps.length > MOST_STEPS) this.thin();
  }

  private append(batch: Columns, i: number): void {
    const { length } = this.steps;
    for (const name of Object.keys(batch)) this.column(name);
    for (const [name, values] of this.columns) {
      while (values.length < length) values.push(Number.NaN);
      values.push(batch[name]?.[i] ?? Number.NaN);
    }
  }

  private column(name: string): number[] {
    const known = this.columns.get(name);
    if (known !== undefined) return known;
    const made: number[] = [];
    this.columns.set(name, made);
    return made;
  }

  private thin(): void {
    this.stride *= 2;
    const { steps, stride } = this;
    const kept = steps.map((step) => step % stride === 0);
    for (const [name, values] of this.columns)
      this.columns.set(
        name,
        values.filter((_, i) => kept[i]),
      );
  }

  addEpoch(logs: EpochLogs): void {
    this.logs = [...this.logs.filter((e) => e.epoch < logs.epoch), logs];
  }

  /** Forgets what came after a step. */
  truncate(step: number): void {
    const { steps } = this;
    let { length } = steps;
    while (length > 0 && steps[length - 1]! > step) length--;
    for (const values of this.columns.values()) values.length = Math.min(values.length, length);
    this.logs = this.logs.filter((e) => e.step <= step);
  }

  clear(): void {
    this.columns = new Map();
    this.logs = [];
    this.stride = 1;
  }

  /** The last value of a column; NaN where there is none. */
  last(name: string): number {
    return this.columns.get(name)?.at(-1) ?? Number.NaN;
  }

  /** What there is up to a step: all columns, equally long. */
  until(step: number): { readonly columns: Columns; readonly epochs: readonly EpochLogs[] } {
    const { steps } = this;
    const behind = steps.findIndex((s) => s > step);
    const length = behind < 0 ? steps.length : behind;
    const whole = (values: readonly number[]) =>
      Float64Array.from({ length }, (_, i) => values[i] ?? Number.NaN);
    const columns = Object.fromEntries([...this.columns].map(([name, values]) => [name, whole(values)]));
    return { columns, epochs: this.logs.filter((e) => e.step <= step) };
  }
}
