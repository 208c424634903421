import { carryOver } from '../train/carry-over.ts';
import type { Run } from './run.ts';

/** Gives `run` the weights, the place and the live settings of `old`, which ends; where that fails, `old` is as it was. */
export async function takeOver(old: Run, run: Run): Promise<void> {
  const { session } = old.open;
  let ended: Promise<void> = Promise.resolve();
  await old.loop.exclusive(async () => {
    await carryOver(session, run.open.session);
    // No step may come after what was carried over.
    ended = old.end();
  });
  try {
    await ended;
    run.adopt(old);
  } finally {
    await session.discard();
  }
}
