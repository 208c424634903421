import { FiniteCheck } from '../../train/finite-check.ts';
import { firstNonFinite } from '../../train/first-non-finite.ts';
import type { StepLogs } from '../../train/training-session.ts';
import type { OpenRun } from '../open-run.ts';
import type { RunLoop } from '../run-loop.ts';
import { backBeforeBadStep } from './bad-step.ts';
import type { Revival } from './revival.ts';

/** What the guard is given by its run. */
export interface GuardedRun {
  /** Stops training, with the status that says why. */
  stopByNan(): void;
  readonly loop: Pick<RunLoop, 'exclusive'>;
  /** Runs a question about the model; null where the run is closed. */
  read<T>(question: () => Promise<T>): Promise<T | null>;
  readonly revival: Revival;
  /** Training was stopped at a step, and the run is as it was before it. */
  stoppedByNan(step: number, node: string): void;
}

/** Milliseconds between two looks at the weights. */
const CHECK_EVERY = 1000;

/**
 * Stops a run at the step whose numbers are not finite: at once where the loss shows it, else when a look at the weights does.
 * Leaves the run as it was before that step, and names where in the step the first such number arose.
 */
export class NumberGuard {
  private readonly check: FiniteCheck;
  private checkAt = 0;
  private stopping = false;

  constructor(
    private readonly open: OpenRun,
    private readonly run: GuardedRun,
  ) {
    this.check = new FiniteCheck(open.engine, open.session);
  }

  /** Looks at steps that were fetched. */
  steps(steps: readonly StepLogs[], now: number): void {
    if (this.stopping) return;
    const bad = steps.find(({ logs }) => !Number.isFinite(logs.loss));
    if (bad !== undefined) void this.stop(() => this.before(bad));
    else this.look(now);
  }

  /** A look at the weights, if the last is long enough ago. */
  private look(now: number): void {
    if (now < this.checkAt) return;
    this.checkAt = now + CHECK_EVERY;
    this.run
      .read(() => this.check.allFinite())
      .then(
        (good) => (good === false && !this.stopping ? this.stop(() => this.search()) : undefined),
        () => {},
      );
  }

  private async stop(find: () => Promise<StepLogs | null>): Promise<void> {
    this.stopping = true;
    this.run.stopByNan();
    await this.run.loop.exclusive(async () => {
      const { session } = this.open;
      await session.fetch();
      const bad = await find();
      const node = bad === null ? 'weights' : await this.source(bad);
      this.run.stoppedByNan(bad?.step ?? session.position.iterations, node);
    });
    this.stopping = false;
  }

  /** The step changed nothing, nor did those behind it. */
  private async before(bad: StepLogs): Promise<StepLogs> {
    this.open.session.rewind(bad);
    return bad;
  }

  private search(): Promise<StepLogs | null> {
    const { session } = this.open;
    return backBeforeBadStep(session, this.check, { ...this.run.revival, until: { ...session.position } });
  }

  private async source(bad: StepLogs): Promise<string> {
    const { engine, session } = this.open;
    const found = await firstNonFinite(engine, session, bad).catch(() => null);
    return found?.node ?? 'loss';
  }

  destroy(): Promise<void> {
    return this.check.destroy();
  }
}
