import type { TrainRow } from './row.ts';
import { oneHot, pixels } from './values.ts';

/** Two convolutions of as many channels on 16×16 pictures: for the curve over channels. */
export const convnet = (channels: number): TrainRow => ({
  kind: 'train',
  id: `convnet-${channels}`,
  title: `two convolutions of ${channels} channels`,
  batch: 16,
  learningRate: 1e-4,
  outputs: { label: { loss: 'categorical_crossentropy', weight: 1 } },
  build: (api) => {
    const image = api.input('image', [16, 16, channels]);
    const conv = () => api.conv({ filters: channels, kernel: 3, padding: 'same', activation: 'relu' });
    const x = api.globalAveragePool()(conv()(conv()(image)));
    return { inputs: [image], outputs: { label: api.dense(10, 'softmax')(x) } };
  },
  inputs: () => ({ image: pixels([16, 16, 16, channels], 1) }),
  targets: () => ({ label: oneHot([16], 10, 2) }),
});
