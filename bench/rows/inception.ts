import type { TrainRow } from './row.ts';
import { oneHot, pixels } from './values.ts';

/** Seed model 7 at a size of its own: three towers, averaged over the picture, then a dense layer. */
export const inception = (batch: number, size = 32): TrainRow => ({
  kind: 'train',
  id: `inception-${batch}`,
  title: `inception block at ${size}×${size}×3`,
  batch,
  learningRate: 1e-4,
  outputs: { label: { loss: 'categorical_crossentropy', weight: 1 } },
  build: (api) => {
    const image = api.input('image', [size, size, 3]);
    const conv = (kernel: number) => api.conv({ filters: 64, kernel, padding: 'same', activation: 'relu' });
    const towers = [
      conv(3)(conv(1)(image)),
      conv(5)(conv(1)(image)),
      conv(1)(api.maxPool({ size: 3, strides: 1, padding: 'same' })(image)),
    ];
    const x = api.globalAveragePool()(api.concatenate(towers));
    return { inputs: [image], outputs: { label: api.dense(10, 'softmax')(x) } };
  },
  inputs: () => ({ image: pixels([batch, size, size, 3], 1) }),
  targets: () => ({ label: oneHot([batch], 10, 2) }),
});
