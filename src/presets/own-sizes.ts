// How a person's own data are trained on when nothing is known but how many there are.

/** Steps that a first run should have, so that something is learnt from few samples too. */
const FIRST_STEPS = 1500;
const MOST_EPOCHS = 100;
const LEAST_EPOCHS = 3;

/** A power of two from 4 to 64, so that an epoch of a small set still has several steps. */
export function ownBatchSize(samples: number): number {
  return Math.min(samples, 2 ** Math.round(Math.log2(Math.min(64, Math.max(4, samples / 16)))));
}

/** Epochs that make about `FIRST_STEPS` steps, from 3 to 100. */
export function ownEpochs(samples: number): number {
  const steps = Math.ceil(samples / ownBatchSize(samples));
  return Math.min(MOST_EPOCHS, Math.max(LEAST_EPOCHS, Math.round(FIRST_STEPS / steps)));
}
