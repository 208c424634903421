import type { TrainRow } from './row.ts';
import { bits, numbers } from './values.ts';

/** One LSTM of 64 units on sequences of 32 numbers: for the curve over their length. */
export const lstm = (length: number): TrainRow => ({
  kind: 'train',
  id: `lstm-${length}`,
  title: `LSTM 64, ${length} steps`,
  batch: 32,
  learningRate: 1e-4,
  outputs: { label: { loss: 'binary_crossentropy', weight: 1 } },
  build: (api) => {
    const sequence = api.input('sequence', [length, 32]);
    return { inputs: [sequence], outputs: { label: api.dense(1, 'sigmoid')(api.lstm(64)(sequence)) } };
  },
  inputs: () => ({ sequence: numbers([32, length, 32], 1) }),
  targets: () => ({ label: bits(32, 2) }),
});
