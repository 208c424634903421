import type { LayerApi } from './layer-api.ts';
import type { TrainRow } from './row.ts';
import { ids, oneHot, pixels } from './values.ts';

/** Seed model 10, reduced: 32×32 pictures, questions of 10 words out of 50, 20 answers. */
export const vqa = (batch: number): TrainRow => ({
  kind: 'train',
  id: `vqa-${batch}`,
  title: 'VQA, reduced',
  batch,
  learningRate: 1e-5,
  outputs: { answer: { loss: 'categorical_crossentropy', weight: 1 } },
  build: (api) => {
    const image = api.input('image', [32, 32, 3]);
    const question = api.input('question', [10], 'int32');
    const asked = api.lstm(256)(api.embedding(50, 256)(question));
    const x = api.concatenate([asked, see(api, image)]);
    return { inputs: [image, question], outputs: { answer: api.dense(20, 'softmax')(x) } };
  },
  inputs: () => ({ image: pixels([batch, 32, 32, 3], 1), question: ids([batch, 10], 50, 2) }),
  targets: () => ({ answer: oneHot([batch], 20, 3) }),
});

function see<T>(api: LayerApi<T>, image: T): T {
  let x = image;
  for (const filters of [64, 128]) {
    for (const padding of ['same', 'valid'] as const)
      x = api.conv({ filters, kernel: 3, padding, activation: 'relu' })(x);
    x = api.maxPool({ size: 2, strides: 2, padding: 'valid' })(x);
  }
  return api.flatten()(x);
}
