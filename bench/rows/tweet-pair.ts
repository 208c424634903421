import type { TrainRow } from './row.ts';
import { bits, oneHot } from './values.ts';

/** Seed model 5: one LSTM of 64 units reads two texts of 140 one-hot characters. */
export const tweetPair = (batch: number, length = 140): TrainRow => ({
  kind: 'train',
  id: length === 140 ? `tweet-pair-${batch}` : `tweet-pair-${batch}-${length}-characters`,
  title: `tweet-pair${length === 140 ? '' : `, ${length} characters`}`,
  batch,
  learningRate: 1e-3,
  outputs: { same: { loss: 'binary_crossentropy', weight: 1 } },
  build: (api) => {
    const [a, b] = [api.input('a', [length, 256]), api.input('b', [length, 256])];
    const reader = api.lstm(64);
    const x = api.concatenate([reader(a), reader(b)]);
    return { inputs: [a, b], outputs: { same: api.dense(1, 'sigmoid')(x) } };
  },
  inputs: () => ({ a: oneHot([batch, length], 256, 1), b: oneHot([batch, length], 256, 2) }),
  targets: () => ({ same: bits(batch, 3) }),
});
