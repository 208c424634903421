import type { Row } from '../rows/row.ts';

/** What a block of steps took, and the loss of each (for a single operation: one number that tells of its result). */
export interface Block {
  readonly ms: number;
  readonly losses: readonly number[];
}

/** A row made ready on an engine. */
export interface Prepared {
  /** Runs steps and waits for the last. */
  steps(count: number): Promise<Block>;
  destroy(): Promise<void>;
}

/** Whatever trains: ours or a peer, on one backend. */
export interface Engine {
  /** Adapter or backend, in words. */
  readonly description: string;
  /** Rejects where the engine cannot do the row. */
  prepare(row: Row): Promise<Prepared>;
}
