import { rowById } from '../rows/table.ts';
import { takeDispatches } from './count-dispatches.ts';
import type { Block, Engine, Prepared } from './engine.ts';

/** A block with the dispatches of one step and the processor time of all steps, in all processes that took part. */
export interface CountedBlock extends Block {
  readonly dispatches: number;
  readonly cpuMs: number;
}

/** An engine somewhere (in this process, in a page of a browser) that takes its turns. */
export interface Contestant {
  readonly name: string;
  readonly description: string;
  /** Milliseconds until the row was ready. */
  prepare(rowId: string): Promise<number>;
  steps(count: number): Promise<CountedBlock>;
  finish(): Promise<void>;
}

/** An engine in this process, whose dispatches are counted here (`countDispatches`). */
export function contestant(name: string, engine: Engine): Contestant {
  let prepared: Prepared | null = null;
  return {
    name,
    description: engine.description,
    prepare: async (rowId) => {
      const start = performance.now();
      prepared = await engine.prepare(rowById(rowId));
      return performance.now() - start;
    },
    steps: async (count) => {
      takeDispatches();
      const before = process.cpuUsage();
      const block = await prepared!.steps(count);
      const { user, system } = process.cpuUsage(before);
      const dispatches = Math.round(takeDispatches() / count);
      return { ...block, dispatches, cpuMs: (user + system) / 1000 };
    },
    finish: async () => {
      await prepared?.destroy();
      prepared = null;
    },
  };
}
