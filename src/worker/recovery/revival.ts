import { required } from '../../core/invariant.ts';
import type { Change } from '../../train/checkpoint/replay.ts';
import { replay } from '../../train/checkpoint/replay.ts';
import { type Fit, fitOf, restore } from '../../train/checkpoint/restore.ts';
import type { RunState, Snapshot } from '../../train/checkpoint/snapshot.ts';
import type { Position, TrainingSession } from '../../train/training-session.ts';
import type { RunStatus } from '../protocol.ts';
import type { Goal } from '../run-loop.ts';
import type { RunFile } from '../storage/run-file.ts';

/** Milliseconds between two words of progress. */
const TELL_EVERY = 100;

/** A run that lost its device, or was stored: what its successor needs to be the same run. */
export interface Revival {
  /** Null where the run was lost under the eyes of the page; else what the page must be told of it. */
  readonly stored: Pick<RunFile, 'curves' | 'epochs'> | null;
  /** The measured choices of kernels with which it stood at the snapshot, or at its first step. */
  readonly variants: RunState['variants'];
  /** Null: from the first step on. */
  readonly snapshot: Snapshot | null;
  /** Settings changed since the snapshot. */
  readonly changes: readonly Change[];
  /** The last step of which the page was told. */
  readonly until: Position;
  /** Where training was going; null: nowhere. */
  readonly goal: Goal | null;
  readonly status: RunStatus;
}

/** Brings a prepared session to where the run was. Answers the step of the snapshot. */
export async function revive(
  session: TrainingSession,
  { snapshot, changes, until }: Revival,
  onStep: (done: number, total: number) => void,
  stopped: () => boolean,
): Promise<number> {
  if (snapshot !== null) await restore(session, snapshot);
  const from = session.position.iterations;
  const total = until.iterations - from;
  let toldAt = 0;
  const tell = (at: number) => {
    const now = performance.now();
    if (now - toldAt < TELL_EVERY && at < until.iterations) return;
    toldAt = now;
    onStep(at - from, total);
  };
  await replay(session, until, { changes, stopped, onStep: tell });
  return from;
}

/** What of a stored run a session that was opened for it takes; kernels that do not run here are told too. */
export function fitOfRevival(session: TrainingSession, { snapshot, variants }: Revival): Fit {
  const { fitted, misfits } = fitOf(session, snapshot?.tensors ?? []);
  const others = Object.entries(variants).filter(([key]) => !(key in session.variants));
  const told = others.map(([key, variant]) => ({
    name: `kernel ${key}`,
    why: `was computed by ${variant}, which is not used here: the last digits may differ`,
  }));
  return { fitted, misfits: [...misfits, ...told] };
}

/** The revival of a stored run, paused. */
export function revivalOf({ state, tensors, curves, epochs }: RunFile): Revival {
  const usable = required(state, 'state of a stored run');
  const { position } = usable;
  return {
    stored: { curves, epochs },
    variants: usable.variants,
    snapshot: { state: usable, tensors },
    changes: [],
    until: position,
    goal: null,
    status: position.iterations === 0 ? 'ready' : 'paused',
  };
}
