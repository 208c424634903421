import type { TrainRow } from './row.ts';
import { oneHot, pixels } from './values.ts';

/** Seed model 1: 784 → hidden layers of 64 → 10. `hidden` above 2 is for the curves. */
export const mlp = (batch: number, hidden = 2): TrainRow => ({
  kind: 'train',
  id: hidden === 2 ? `mlp-${batch}` : `mlp-${batch}-${hidden}-layers`,
  title: `MLP${hidden === 2 ? '' : `, ${hidden} hidden layers`}`,
  batch,
  learningRate: 1e-4,
  outputs: { digit: { loss: 'categorical_crossentropy', weight: 1 } },
  build: (api) => {
    const image = api.input('image', [784]);
    let x = image;
    for (let i = 0; i < hidden; i++) x = api.dense(64, 'relu')(x);
    return { inputs: [image], outputs: { digit: api.dense(10, 'softmax')(x) } };
  },
  inputs: () => ({ image: pixels([batch, 784], 1) }),
  targets: () => ({ digit: oneHot([batch], 10, 2) }),
});
