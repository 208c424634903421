import { delay } from '../breathe.ts';

/** Milliseconds before the tries after the first: a browser needs a moment to start its GPU process again. */
const PAUSES = [100, 400, 1000, 2500, 5000];

/** Opens something that may not be there yet. Throws what the last try threw. */
export async function openAgain<T>(open: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await open();
    } catch {
      await delay(pause);
    }
  }
  return open();
}
