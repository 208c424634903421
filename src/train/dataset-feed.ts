import { dataError } from '../core/errors.ts';
import type { Column, Split } from '../data/types.ts';
import type { Feed } from './feed.ts';
import type { GrowingFeed } from './training-session.ts';

interface FeedColumns {
  readonly inputs: Readonly<Record<string, Column>>;
  readonly targets: Readonly<Record<string, Column>>;
}

/**
 * A split of a data set as a feed. `complete` is what tells of a shard that failed: who waits for samples then gets its
 * error, and may call `retry` of the data set and wait again.
 */
export function splitFeed(
  name: string,
  split: Split,
  columns: FeedColumns,
  complete: () => Promise<void>,
): GrowingFeed {
  const feed: Feed = { name, samples: split.samples, ...columns };
  return {
    feed,
    available: () => split.available,
    firstShard: split.firstShard,
    waitFor: (samples) =>
      split.available >= samples ? Promise.resolve() : arrival(name, split, samples, complete),
  };
}

function arrival(name: string, split: Split, samples: number, complete: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = split.onGrow((available) => {
      if (available < samples) return;
      stop();
      resolve();
    });
    complete().then(
      () => {
        stop();
        if (split.available >= samples) resolve();
        else
          reject(
            dataError({ where: name, must: `${samples} samples must arrive`, got: String(split.available) }),
          );
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
  });
}
