import { layersOfCalls } from '../train/call-graph.ts';
import { CallStatsProgram } from '../train/call-stats.ts';
import type { CompiledStep } from '../train/program.ts';
import { trainedWeights } from '../train/weight-layout.ts';
import { nodeStats } from './node-stats.ts';
import type { OpenRun } from './open-run.ts';
import type { NodeStats } from './protocol.ts';

/** What the watcher is given by its run. */
export interface WatchedRun {
  plan(): CompiledStep['plan'];
  /** Runs a question about the model when its turn comes; null where the run is closed. */
  read<T>(question: () => Promise<T>): Promise<T | null>;
  times(): readonly number[] | null;
  tell(stats: NodeStats): void;
  fail(error: unknown): void;
}

/** Milliseconds between two looks, at least; and how many times longer than a look took. */
const EVERY = 1000;
const PATIENCE = 8;

/** Measures the calls of a model while somebody watches. */
export class NodeWatcher {
  private on = false;
  private busy = false;
  private nextAt = 0;
  private program: CallStatsProgram | null = null;

  constructor(
    private readonly open: OpenRun,
    private readonly run: WatchedRun,
  ) {}

  watch(on: boolean): void {
    this.on = on;
    this.look();
  }

  /** Looks if the last look is long enough ago. */
  soon(now: number): void {
    if (now >= this.nextAt) this.look();
  }

  /** Looks now, unless nobody watches or a look is under way. */
  look(): void {
    if (!this.on || this.busy) return;
    this.busy = true;
    this.measure().catch((error: unknown) => {
      this.on = false;
      this.run.fail(error);
    });
  }

  async destroy(): Promise<void> {
    this.on = false;
    await this.program?.destroy();
  }

  private stats(): CallStatsProgram {
    this.program ??= new CallStatsProgram(this.open.engine, this.open.session);
    return this.program;
  }

  private async measure(): Promise<void> {
    const started = performance.now();
    try {
      const { session } = this.open;
      const calls = await this.run.read(() => this.stats().measure());
      if (calls === null) return;
      const plan = this.run.plan();
      const step = session.position.iterations;
      const weightBytes = this.weightBytes();
      this.run.tell(nodeStats({ step, calls, plan, times: this.run.times(), weightBytes }));
    } finally {
      this.busy = false;
      const now = performance.now();
      this.nextAt = now + Math.max(EVERY, PATIENCE * (now - started));
    }
  }

  /** Each trained weight has the optimizer's slots beside it. */
  private weightBytes(): (call: string) => number {
    const { session } = this.open;
    const layers = layersOfCalls(session.config.model);
    const copies = 1 + session.optimizer.slots.length;
    const trained = new Set(trainedWeights(session.on.layout));
    return (call) =>
      (layers.get(call)?.weights ?? []).reduce((n, w) => n + 4 * w.size * (trained.has(w) ? copies : 1), 0);
  }
}
