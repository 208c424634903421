import type { TrainRow } from './row.ts';
import { oneHot, pixels } from './values.ts';

/** Seed model 8 at 32×32, and what makes a classifier of it: convolution 32, pool, dense. */
export const residual = (batch: number, channels = 32): TrainRow => ({
  kind: 'train',
  id: channels === 32 ? `residual-${batch}` : `residual-${batch}-${channels}-channels`,
  title: `residual block at 32×32×3${channels === 32 ? '' : `, ${channels} channels`}`,
  batch,
  learningRate: 1e-4,
  outputs: { label: { loss: 'categorical_crossentropy', weight: 1 } },
  build: (api) => {
    const image = api.input('image', [32, 32, 3]);
    const conv = { kernel: 3, padding: 'same' } as const;
    const block = api.add([image, api.conv({ ...conv, filters: 3, activation: 'linear' })(image)]);
    const features = api.conv({ ...conv, filters: channels, activation: 'relu' })(block);
    const pooled = api.maxPool({ size: 2, strides: 2, padding: 'valid' })(features);
    return { inputs: [image], outputs: { label: api.dense(10, 'softmax')(api.flatten()(pooled)) } };
  },
  inputs: () => ({ image: pixels([batch, 32, 32, 3], 1) }),
  targets: () => ({ label: oneHot([batch], 10, 2) }),
});
