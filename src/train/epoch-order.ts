import { Prng } from '../core/prng.ts';

/** Streams of the seed: orders of epochs begin here, far from the streams of the weights. */
const ORDER_STREAM = 1 << 20;

/**
 * The order in which an epoch visits the samples. Without shuffling: as they are. The first epoch over data that still
 * arrive is shuffled piece by piece (`piece` samples each), so that training can start on the first shard and the order does not
 * depend on how fast the rest comes.
 */
export function epochOrder(
  samples: number,
  seed: number,
  epoch: number,
  shuffle: boolean,
  piece: number,
): Uint32Array {
  const order = Uint32Array.from({ length: samples }, (_, i) => i);
  if (!shuffle) return order;
  const prng = new Prng(seed, ORDER_STREAM + epoch);
  const run = epoch === 0 ? Math.max(1, piece) : samples;
  for (let start = 0; start < samples; start += run) prng.shuffle(order.subarray(start, start + run));
  return order;
}
