import type { Column, Split } from './types.ts';

/** A split whose samples arrive in order. */
export class GrowingSplit implements Split {
  readonly samples: number;
  readonly columns: Readonly<Record<string, Column>>;
  #available: number;
  readonly #listeners = new Set<(available: number) => void>();

  /** `available`: samples that hold data already; default all. `firstShard`: as in `Split`; default all. */
  constructor(
    samples: number,
    columns: readonly Column[],
    available = samples,
    readonly firstShard = samples,
  ) {
    this.samples = samples;
    this.columns = Object.fromEntries(columns.map((column) => [column.name, column]));
    this.#available = available;
  }

  get available(): number {
    return this.#available;
  }

  onGrow(listener: (available: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Says that the samples before `available` now hold data. */
  grow(available: number): void {
    this.#available = available;
    for (const listener of this.#listeners) listener(available);
  }
}
