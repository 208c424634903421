import type { Position, TrainingSession } from '../training-session.ts';

/** A setting that was changed when so many steps were done. */
export interface Change {
  readonly iterations: number;
  apply(session: TrainingSession): void | Promise<void>;
}

export interface ReplayOptions {
  /** Changes on the way, oldest first; those before the session's place have no effect. */
  readonly changes?: readonly Change[];
  /** Told after each step, and waited for. */
  readonly onStep?: (iterations: number) => void | Promise<void>;
  /** Breaks off between two steps. */
  readonly stopped?: () => boolean;
}

/**
 * Trains a restored session to where the run was that it takes the place of, silently: steps, settings and ends of epochs come as they
 * came there, so that the weights are the same bit for bit.
 */
export async function replay(
  session: TrainingSession,
  until: Position,
  options: ReplayOptions = {},
): Promise<void> {
  session.tuning = false;
  try {
    await again(session, until, options);
  } finally {
    session.tuning = true;
  }
}

async function again(session: TrainingSession, until: Position, options: ReplayOptions): Promise<void> {
  const { changes = [], onStep, stopped = () => false } = options;
  const first = session.position.iterations;
  const waiting = changes.filter((c) => c.iterations >= first);
  const behind = () => session.position.iterations < until.iterations;
  while (behind() && !stopped()) {
    if (session.atEpochEnd) await session.endEpoch(false);
    while (waiting[0] !== undefined && waiting[0].iterations <= session.position.iterations)
      await waiting.shift()!.apply(session);
    await session.step();
    await onStep?.(session.position.iterations);
  }
  for (const change of waiting) if (!stopped()) await change.apply(session);
  if (session.atEpochEnd && session.position.epoch < until.epoch && !stopped()) await session.endEpoch(false);
  await session.fetch();
}
