// Numbers by step, in columns that grow: what the charts draw and what is exported.

import { lowerBound } from './thin.ts';

const FIRST_CAPACITY = 1024;

/** Columns of equal length; a name that comes late is NaN before. */
export class ColumnStore {
  #columns = new Map<string, Float64Array>();
  #length = 0;
  #version = 0;
  readonly #listeners = new Set<() => void>();

  /** Calls back after every change; returns how to stop. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Rows so far. */
  get length(): number {
    return this.#length;
  }

  /** Rises with every change. */
  get version(): number {
    return this.#version;
  }

  get names(): string[] {
    return [...this.#columns.keys()];
  }

  /** The values of a column, a view valid until the next `append`; empty if there is no such column. */
  column(name: string): Float64Array {
    return this.#columns.get(name)?.subarray(0, this.#length) ?? new Float64Array();
  }

  /** The newest value, or null. */
  last(name: string): number | null {
    const value = this.#columns.get(name)?.[this.#length - 1];
    return value === undefined || this.#length === 0 ? null : value;
  }

  /** The newest value that was measured, or null. */
  lastKnown(name: string): number | null {
    return this.column(name).findLast((value) => !Number.isNaN(value)) ?? null;
  }

  /** Mean of the newest `count` values, or null without any. */
  lastMean(name: string, count: number): number | null {
    const values = this.column(name).subarray(-Math.min(count, this.#length));
    let sum = 0;
    let seen = 0;
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      sum += value;
      seen++;
    }
    return seen === 0 ? null : sum / seen;
  }

  /** Adds rows; every column must be equally long. */
  append(columns: Readonly<Record<string, Float64Array>>): void {
    const rows = Math.max(0, ...Object.values(columns).map((column) => column.length));
    if (rows === 0) return;
    for (const name of new Set([...this.#columns.keys(), ...Object.keys(columns)])) {
      const target = this.#grown(name, this.#length + rows);
      const values = columns[name];
      if (values) target.set(values, this.#length);
      else target.fill(Number.NaN, this.#length, this.#length + rows);
    }
    this.#length += rows;
    this.#changed();
  }

  /** Writes one value at the newest row that is not beyond a step: what is measured now and then comes late. */
  put(name: string, step: number, value: number): void {
    const row = lowerBound(this.column('step'), step + 1) - 1;
    if (row < 0) return;
    this.#grown(name, this.#length)[row] = value;
    this.#changed();
  }

  /** Drops the rows of which `step` is beyond a step: training went back. */
  truncateAfter(step: number): void {
    const steps = this.column('step');
    let length = this.#length;
    while (length > 0 && steps[length - 1]! > step) length--;
    this.#length = length;
    this.#changed();
  }

  clear(): void {
    this.#columns.clear();
    this.#length = 0;
    this.#changed();
  }

  #changed(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }

  #grown(name: string, rows: number): Float64Array {
    const old = this.#columns.get(name);
    if (old && old.length >= rows) return old;
    const grown = new Float64Array(Math.max(FIRST_CAPACITY, 2 ** Math.ceil(Math.log2(rows))));
    if (old) grown.set(old.subarray(0, this.#length));
    else grown.fill(Number.NaN, 0, this.#length);
    this.#columns.set(name, grown);
    return grown;
  }
}
