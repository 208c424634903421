import { replay } from '../../train/checkpoint/replay.ts';
import { restore } from '../../train/checkpoint/restore.ts';
import type { FiniteCheck } from '../../train/finite-check.ts';
import type { StepLogs, TrainingSession } from '../../train/training-session.ts';
import type { Revival } from './revival.ts';

/**
 * Finds the step that made weights that are not finite, by going from the last good snapshot step by step, and leaves the session before
 * it. Null where none is found.
 */
export async function backBeforeBadStep(
  session: TrainingSession,
  check: FiniteCheck,
  { snapshot, changes, until }: Pick<Revival, 'snapshot' | 'changes' | 'until'>,
): Promise<StepLogs | null> {
  if (snapshot === null) return null;
  const { onSteps } = session;
  let last: StepLogs | null = null;
  let bad: StepLogs | null = null;
  session.onSteps = (steps) => {
    last = steps.at(-1) ?? last;
  };
  const look = async () => {
    if (await check.allFinite()) return;
    await session.fetch();
    bad = last;
  };
  try {
    await restore(session, snapshot);
    await replay(session, until, { changes, onStep: look, stopped: () => bad !== null });
    if (bad === null) return null;
    const { step, epoch } = bad as StepLogs;
    await restore(session, snapshot);
    await replay(session, { ...until, epoch: epoch - 1, iterations: step - 1 }, { changes });
    return bad;
  } finally {
    session.onSteps = onSteps;
  }
}
