import { countDispatches, takeDispatches } from '../engines/count-dispatches.ts';
import type { Block, Engine, Prepared } from '../engines/engine.ts';
import { rowById } from '../rows/table.ts';

/** What the benchmark calls in a page. */
export interface PageBench {
  description(): Promise<string>;
  prepare(rowId: string): Promise<number>;
  steps(count: number): Promise<Block & { readonly dispatches: number }>;
  finish(): Promise<void>;
}

declare global {
  interface Window {
    bench: PageBench;
  }
}

/** Offers an engine to the benchmark, as `window.bench`. */
export function serve(open: (backend: string) => Promise<Engine>): void {
  countDispatches();
  const engine = open(new URLSearchParams(location.search).get('backend') ?? '');
  let prepared: Prepared | null = null;
  window.bench = {
    description: async () => (await engine).description,
    prepare: async (rowId) => {
      const start = performance.now();
      prepared = await (await engine).prepare(rowById(rowId));
      return performance.now() - start;
    },
    steps: async (count) => {
      takeDispatches();
      const block = await prepared!.steps(count);
      return { ...block, dispatches: Math.round(takeDispatches() / count) };
    },
    finish: async () => {
      await prepared?.destroy();
      prepared = null;
    },
  };
}
