import { firstSamples } from './first-samples.ts';
import { loadImages } from './image-shards.ts';
import { count, resolveParams } from './params.ts';
import type { DatasetSource } from './types.ts';

const params = {
  train: count('Training pictures', 100, 24_000, 24_000),
  validation: count('Validation pictures', 100, 4000, 4000),
};

/** 24,000 + 4,000 pictures of clothes: `pixels` (28, 28), `label` 0 … 9, equally many of each class; or the first of them. */
export const fashionMnist: DatasetSource = {
  id: 'fashion-mnist',
  title: 'Fashion-MNIST',
  params,
  load: async (context, given) => {
    const { train, validation } = resolveParams('fashion-mnist', params, given);
    const whole = await loadImages(context, 'fashion-mnist');
    return firstSamples(whole, Number(train), Number(validation));
  },
};
