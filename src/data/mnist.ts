import { loadImages } from './image-shards.ts';
import type { DatasetSource } from './types.ts';

/** 60,000 + 10,000 handwritten digits: `pixels` (28, 28), `label` 0 … 9. Training can start on the first 6,000. */
export const mnist: DatasetSource = {
  id: 'mnist',
  title: 'MNIST',
  params: {},
  load: (context) => loadImages(context, 'mnist'),
};
