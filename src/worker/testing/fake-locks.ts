import type { Locks } from '../storage/run-lock.ts';

type Use = (lock: Lock | null) => unknown;

/** Locks of several tabs in one process: exclusive, in the order of asking (https://w3c.github.io/web-locks/). */
export function fakeLocks(): Locks {
  const queues = new Map<string, (() => void)[]>();
  const request = async (name: string, { ifAvailable, signal }: LockOptions, use: Use) => {
    const queue = queues.get(name) ?? [];
    if (ifAvailable === true && queue.length > 0) return use(null);
    queues.set(name, queue);
    const go = await turn(queue, signal);
    if (!go) throw new DOMException('not wanted any more', 'AbortError');
    try {
      return await use({ name, mode: 'exclusive' });
    } finally {
      queue.shift();
      queue[0]?.();
    }
  };
  return { request } as unknown as Locks;
}

/** Resolves when it is the first in the queue; false where it gave up before. */
function turn(queue: (() => void)[], signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const first = () => resolve(true);
    queue.push(first);
    if (queue.length === 1) resolve(true);
    signal?.addEventListener('abort', () => {
      // Once it has the lock, giving up changes nothing.
      if (queue[0] !== first) queue.splice(queue.indexOf(first) >>> 0, 1);
      resolve(false);
    });
  });
}
