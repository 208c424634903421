/** The part of the Web Locks API that is used (https://w3c.github.io/web-locks/). */
export type Locks = Pick<LockManager, 'request'>;

/**
 * Says whose a run is: of all tabs of the browser the one that opened it first stores its snapshots, until it leaves the run or is
 * closed. Where the browser has no locks, every tab has its runs for itself.
 */
export class RunLock {
  private release: () => void = () => {};

  constructor(private readonly locks: Locks | undefined = globalThis.navigator?.locks) {}

  /** Leaves the run before and takes this one. False where another tab has it. */
  async take(run: string): Promise<boolean> {
    this.leave();
    const { locks } = this;
    if (locks === undefined) return true;
    return new Promise<boolean>((resolve) => {
      const held = new Promise<void>((release) => {
        this.release = release;
      });
      locks
        .request(`trainyard/run/${run}`, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock === null ? undefined : held;
        })
        .catch(() => resolve(true));
    });
  }

  leave(): void {
    this.release();
    this.release = () => {};
  }
}
