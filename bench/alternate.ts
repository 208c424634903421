import type { Contestant } from './engines/contestant.ts';

/** What one contestant did in one row. */
export interface Measured {
  readonly name: string;
  /** Milliseconds of a step, one number a block, in the order of the rounds. */
  readonly blocks: number[];
  /** Processor milliseconds of a step in the same blocks: on a CPU adapter what a load on the machine disturbs least. */
  readonly cpu: number[];
  readonly losses: number[];
  readonly prepareMs: number;
  /** Of the first step, which compiles what `prepare` did not. */
  readonly firstStepMs: number;
  readonly dispatches: number;
  /** Why there is no result. */
  readonly failure: string | null;
}

export interface Turns {
  /** Blocks of each contestant. */
  readonly rounds: number;
  /** A block has as many steps as fit into it, at least one. */
  readonly blockMs: number;
  /** A contestant that has used so much of its own time in its row gets no further turn. */
  readonly budgetMs: number;
}

/** Who does which row. */
export interface Entry {
  readonly contestant: Contestant;
  readonly rowId: string;
}

/**
 * Lets contestants do their rows in turns: each a step to warm up, then block by block, so that a load on the machine falls on
 * all alike.
 */
export async function alternate(entries: readonly Entry[], turns: Turns): Promise<Measured[]> {
  const players: Player[] = [];
  for (const { contestant, rowId } of entries) players.push(await Player.start(contestant, rowId, turns));
  for (let round = 0; round < turns.rounds; round++) for (const player of players) await player.turn();
  for (const player of players) await player.finish();
  return players.map((player) => player.measured);
}

class Player {
  private steps = 1;
  private usedMs = 0;

  private constructor(
    private readonly contestant: Contestant,
    private readonly turns: Turns,
    readonly measured: Mutable<Measured>,
  ) {}

  static async start(contestant: Contestant, rowId: string, turns: Turns): Promise<Player> {
    const measured = {
      name: contestant.name,
      blocks: [],
      cpu: [],
      losses: [],
      prepareMs: 0,
      firstStepMs: 0,
      dispatches: 0,
      failure: null,
    };
    const player = new Player(contestant, turns, measured);
    await player.attempt(() => player.warmUp(rowId));
    return player;
  }

  private async warmUp(rowId: string): Promise<void> {
    const { measured, turns } = this;
    measured.prepareMs = await this.contestant.prepare(rowId);
    measured.firstStepMs = (await this.block(1)).ms;
    // A second step tells how many fit into a block: the first also compiles.
    const known = measured.firstStepMs < turns.blockMs ? (await this.block(1)).ms : measured.firstStepMs;
    this.steps = Math.max(1, Math.min(1000, Math.round(turns.blockMs / known)));
  }

  async turn(): Promise<void> {
    const { measured, turns } = this;
    const next = measured.blocks.at(-1) ?? measured.firstStepMs;
    const enough = measured.blocks.length > 0 && this.usedMs + next > turns.budgetMs;
    if (measured.failure !== null || enough) return;
    await this.attempt(async () => {
      const { ms, cpuMs } = await this.block(this.steps);
      measured.blocks.push(ms);
      measured.cpu.push(cpuMs);
    });
  }

  /** Milliseconds a step. */
  private async block(steps: number): Promise<{ ms: number; cpuMs: number }> {
    const { ms, losses, dispatches, cpuMs } = await this.contestant.steps(steps);
    this.usedMs += ms;
    this.measured.losses.push(...losses);
    this.measured.dispatches = dispatches;
    return { ms: ms / steps, cpuMs: cpuMs / steps };
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.measured.failure = (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
    }
  }

  finish(): Promise<void> {
    return this.attempt(() => this.contestant.finish());
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
