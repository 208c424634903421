import type { Split } from '../data/types.ts';
import type { PresetColumns } from '../presets/preset.ts';
import type { GrowingFeed } from '../train/training-session.ts';

/**
 * A split of a data set as a feed. Waiting for samples never fails: a shard that does not come is told to the person, who
 * may have it read again, and the wait goes on.
 */
export function wireFeed(name: string, split: Split, { inputs, targets }: PresetColumns): GrowingFeed {
  return {
    feed: { name, samples: split.samples, inputs, targets },
    available: () => split.available,
    firstShard: split.firstShard,
    waitFor: (samples) => (split.available >= samples ? Promise.resolve() : arrival(split, samples)),
  };
}

function arrival(split: Split, samples: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = split.onGrow((available) => {
      if (available < samples) return;
      stop();
      resolve();
    });
  });
}
