import { measureTrial } from '../gpu/tune/measure-trial.ts';
import { type Trial, trialsOf } from '../gpu/tune/trials.ts';
import { Turns } from '../gpu/tune/turns.ts';
import type { Variants } from '../gpu/tune/variants.ts';
import type { Winners } from '../gpu/tune/winners.ts';
import { DeviceWorkbench, type Workbench } from '../gpu/tune/workbench.ts';
import type { Graph } from '../graph/ir/graph.ts';
import type { PreparedVariants, Program } from './program.ts';

/** Whom the tuner tells. */
export interface TunerListener {
  /** From the next step on these variants compute. */
  tuned(variants: Variants): void;
  /** Measuring or compiling failed; training goes on as it was. */
  failed(error: unknown): void;
}

/** What tests put in the place of the device and the clock. */
export interface TunerOptions {
  readonly openBench?: () => Workbench;
  readonly now?: () => number;
}

/** Steps before anything is measured: the first shall not wait. */
const FIRST_STEPS = 3;

/** Measures the kernels of a step while it trains, and makes a step of the fastest ready to take its place. */
export class SessionTuner {
  private readonly turns: Turns;
  private ready: (PreparedVariants & { taken(): void }) | null = null;
  private closed = false;
  private readonly work: Promise<void>;

  constructor(
    private readonly program: Program,
    private readonly graph: () => Graph,
    private readonly winners: Winners,
    private readonly listener: TunerListener,
    private readonly options: TunerOptions = {},
  ) {
    this.turns = new Turns(options.now);
    this.work = this.run().catch((error: unknown) => {
      if (!this.closed) this.listener.failed(error);
    });
  }

  private async run(): Promise<void> {
    for (let i = 0; i < FIRST_STEPS; i++) await this.turns.take(() => Promise.resolve());
    const trials = trialsOf(this.graph(), this.program.store.opened.facts);
    await this.takeBest(trials);
    await this.measure(trials.filter(({ key }) => !(key in this.winners.variants)));
    await this.takeBest(trials);
  }

  /** Takes the winners so far into use, and the best guesses where there is none, unless the step has them already. */
  private async takeBest(trials: readonly Trial[]): Promise<void> {
    if (this.closed) return;
    const { variants } = this.program;
    const best = trials.map(({ key, candidates: [guess, ...others] }) => {
      const winner = this.winners.variants[key];
      return { key, guess: guess!, best: winner !== undefined && others.includes(winner) ? winner : guess! };
    });
    if (best.every(({ key, guess, best: name }) => name === (variants[key] ?? guess))) return;
    const prepared = await this.program.prepareVariants({
      ...variants,
      ...Object.fromEntries(best.map(({ key, best: name }) => [key, name])),
    });
    await new Promise<void>((taken) => {
      this.ready = { ...prepared, taken };
      if (this.closed) taken();
    });
  }

  private async measure(trials: readonly Trial[]): Promise<void> {
    if (trials.length === 0) return;
    const { store, cache } = this.program;
    const bench = this.options.openBench?.() ?? new DeviceWorkbench(store.opened, cache);
    try {
      for (const trial of trials) {
        const winner = await this.winnerOf(trial, bench);
        if (winner !== null) await this.winners.add(trial.key, winner);
      }
    } finally {
      bench.destroy();
    }
  }

  private async winnerOf(trial: Trial, bench: Workbench): Promise<string | null> {
    let winner: string | null = null;
    try {
      winner = await measureTrial(trial, bench, (...turn) => this.turns.take(...turn));
    } finally {
      bench.clear(winner);
    }
    return winner;
  }

  /** What is ready comes into use. */
  beforeStep(): void {
    const { ready } = this;
    this.ready = null;
    if (ready?.commit()) this.listener.tuned(this.program.variants);
    ready?.taken();
  }

  /** Lets a measurement begin. Resolves when training may go on. */
  afterStep(): Promise<void> {
    return this.turns.step();
  }

  /** Ends it; resolves when nothing of it is on the device. */
  async close(): Promise<void> {
    this.closed = true;
    this.turns.end();
    this.ready?.taken();
    await this.work;
    this.ready?.withdraw();
    this.ready = null;
  }
}
