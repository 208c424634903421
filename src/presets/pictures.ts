import { averagePooling2d } from '../nn/layers/average-pooling2d.ts';
import { concatenate } from '../nn/layers/concatenate.ts';
import { upSampling2d } from '../nn/layers/up-sampling2d.ts';
import { zeroPadding2d } from '../nn/layers/zero-padding2d.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';
import { type BySize, dataNumber, modelChoice } from './params.ts';
import type { PresetParam, PresetValues } from './preset.ts';

const AS_STORED = '28 × 28 × 1';
const AS_IN_GUIDE = '256 × 256 × 3';

/** How large the picture is that the model of pictures of clothes reads, and how many there are. */
export const clothesParams = (pictures: BySize): PresetParam[] => [
  modelChoice([AS_STORED, AS_IN_GUIDE], {
    id: 'picture',
    label: 'Picture',
    help: 'As stored, or enlarged to the size that the guide uses, the grey in three channels.',
    values: { quick: AS_STORED, default: AS_STORED, seed: AS_IN_GUIDE },
  }),
  poolingParam({ quick: 2, default: 1, seed: 1 }),
  dataNumber(100, 24_000, {
    id: 'pictures',
    label: 'Training pictures',
    help: 'How many of the 24,000 training pictures are used.',
    values: pictures,
  }),
  dataNumber(100, 4000, {
    id: 'validationPictures',
    label: 'Validation pictures',
    help: 'How many of the 4,000 validation pictures are used.',
    values: { quick: 1000, default: 4000, seed: 4000 },
  }),
];

export const poolingParam = (values: BySize): PresetParam =>
  dataNumber(1, 4, {
    id: 'pooling',
    label: 'Coarser picture',
    help: 'Squares of so many pixels are averaged before the model sees them; 1 leaves the picture as it is.',
    unit: 'px',
    values,
  });

/** The picture averaged over squares, where so chosen. */
export function coarse(picture: SymbolicTensor, { pooling }: PresetValues): SymbolicTensor {
  const poolSize = Number(pooling);
  return poolSize === 1 ? picture : averagePooling2d({ poolSize, name: 'coarse' }).apply(picture);
}

/** Fashion-MNIST's picture as the model reads it: (28, 28, 1) coarser or not, or enlarged to (256, 256, 3). */
export function prepared(stored: SymbolicTensor, values: PresetValues): SymbolicTensor {
  if (values.picture === AS_STORED) return coarse(stored, values);
  // 28 · 9 + 2 · 2 = 256
  const large = upSampling2d({ size: 9, name: 'enlarged' }).apply(stored);
  const framed = zeroPadding2d({ padding: 2, name: 'framed' }).apply(large);
  return coarse(concatenate({ name: 'three_channels' }).apply([framed, framed, framed]), values);
}
