import { restoreTensors } from './checkpoint/restore.ts';
import { Snapshotter } from './checkpoint/snapshotter.ts';
import type { TrainingSession } from './training-session.ts';

/**
 * Gives a prepared session the place of another, and all weights that fit by path and shape; with the same rule of optimization also
 * the optimizer's state beside them. The other session must not be training.
 */
export async function carryOver(from: TrainingSession, to: TrainingSession): Promise<void> {
  const snapshotter = new Snapshotter(from);
  try {
    const { state, tensors } = await snapshotter.take();
    const same = from.optimizer.className === to.optimizer.className;
    await restoreTensors(to, same ? tensors : tensors.filter((t) => t.name.startsWith('weights/')));
    const { position, piece, sums } = state;
    const sameData = from.config.train.feed.samples === to.config.train.feed.samples;
    if (sameData) await to.continueAt(position, to.config.seed, piece, sums);
    else
      await to.continueAt({ ...position, offset: 0 }, to.config.seed, to.piece, { losses: [], metrics: [] });
  } finally {
    await snapshotter.destroy();
  }
}
