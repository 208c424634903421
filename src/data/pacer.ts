import type { LoadContext } from './types.ts';

const SLICE_MS = 30;

/**
 * Keeps long work on a shared thread polite: `await pace(fraction)` in its loop reports progress and lets other tasks
 * run about every 30 ms, and stops with the signal's reason once the caller has given up.
 */
export function pacer(
  context: Pick<LoadContext, 'onProgress' | 'signal'>,
  note: string,
): (fraction: number) => Promise<void> {
  let last = performance.now();
  return async (fraction) => {
    if (performance.now() - last < SLICE_MS && fraction < 1) return;
    context.signal?.throwIfAborted();
    context.onProgress?.(fraction, note);
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
