import { loadImages } from './image-shards.ts';
import type { DatasetSource } from './types.ts';

/** 24,000 + 4,000 pictures of clothes: `pixels` (28, 28), `label` 0 … 9, equally many of each class. */
export const fashionMnist: DatasetSource = {
  id: 'fashion-mnist',
  title: 'Fashion-MNIST',
  params: {},
  load: (context) => loadImages(context, 'fashion-mnist'),
};
