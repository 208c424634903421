/** The part of the Web Locks API that is used (https://w3c.github.io/web-locks/). */
export type Locks = Pick<LockManager, 'request'>;

/**
 * Says whose a run is: of all tabs of the browser the one that opened it first stores its snapshots, until it leaves the run or is
 * closed; then the next has it. Where the browser has no locks, every tab has its runs for itself.
 */
export class RunLock {
  /** Whether the run that was taken is this tab's. */
  mine = false;
  private release: () => void = () => {};

  constructor(private readonly locks: Locks | undefined = globalThis.navigator?.locks) {}

  /** Leaves the run before and takes this one. False where another tab has it: `freed` is called when that has left it. */
  async take(run: string, freed: () => void = () => {}): Promise<boolean> {
    this.leave();
    const { locks } = this;
    if (locks === undefined) {
      this.mine = true;
      return true;
    }
    const name = `trainyard/run/${run}`;
    const waiting = new AbortController();
    const held = new Promise<void>((release) => {
      this.release = () => {
        release();
        waiting.abort();
      };
    });
    const { signal } = waiting;
    const has = () => {
      this.mine = true;
      return held;
    };
    const mine = await new Promise<boolean>((resolve) => {
      const answer = (lock: Lock | null) => {
        const taken = lock !== null && !signal.aborted;
        resolve(taken);
        return taken ? has() : undefined;
      };
      locks.request(name, { ifAvailable: true }, answer).catch(() => resolve(true));
    });
    const later = () => {
      freed();
      return has();
    };
    if (!mine && !signal.aborted) locks.request(name, { signal }, later).catch(() => {});
    return mine;
  }

  leave(): void {
    this.mine = false;
    this.release();
    this.release = () => {};
  }
}
