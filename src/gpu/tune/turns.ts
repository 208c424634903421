/** Of the time, what part goes to measuring while a run trains. */
const SHARE = 0.1;
/** Milliseconds that a turn is waited for at most after another, however long that took. */
const MOST_PAUSE = 2000;

interface Waiting {
  readonly alone: boolean;
  go(): Promise<void>;
  reject(why: Error): void;
}

/** Lets measurements in between the steps of a run, one at a time and for a small part of the time. */
export class Turns {
  private waiting: Waiting | null = null;
  private nextAt = 0;
  private ended = false;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Does the work after a step, when enough time has passed since the last turn; `alone`: no step is submitted before it is done.
   * `costOf`: the milliseconds that it took from training; default: as long as it lasted. Rejects with an AbortError after the end.
   */
  take<T>(work: () => Promise<T>, alone = false, costOf?: (value: T) => number): Promise<T> {
    if (this.ended) return Promise.reject(noMoreTurns());
    return new Promise<T>((resolve, reject) => {
      this.waiting = { alone, go: () => this.run(work, costOf).then(resolve, reject), reject };
    });
  }

  private async run<T>(work: () => Promise<T>, costOf?: (value: T) => number): Promise<T> {
    const start = this.now();
    const value = await work();
    const end = this.now();
    const cost = costOf?.(value) ?? end - start;
    this.nextAt = end + Math.min(MOST_PAUSE, cost * (1 / SHARE - 1));
    return value;
  }

  /** After a step was submitted: begins the work that waits, if it is due. Resolves when training may go on. */
  async step(): Promise<void> {
    const { waiting } = this;
    if (waiting === null || this.now() < this.nextAt) return;
    this.waiting = null;
    const done = waiting.go();
    if (waiting.alone) await done;
  }

  /** No turn comes any more; the one under way ends. */
  end(): void {
    this.ended = true;
    this.waiting?.reject(noMoreTurns());
    this.waiting = null;
  }
}

/** The run ended before the measurements did. */
const noMoreTurns = (): Error => new DOMException('no more turns', 'AbortError');
