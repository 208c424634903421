// Many small changes, one repaint: the newest of each kind runs after a pause.

/** Runs a task later, at most once per interval and key. */
export interface Coalescer {
  soon(key: string, task: () => void): void;
  /** Runs what waits, now. */
  flush(): void;
}

export function createCoalescer(milliseconds: number): Coalescer {
  const waiting = new Map<string, () => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const tasks = [...waiting.values()];
    waiting.clear();
    for (const task of tasks) task();
  };
  return {
    soon(key, task) {
      waiting.set(key, task);
      timer ??= setTimeout(flush, milliseconds);
    },
    flush,
  };
}
