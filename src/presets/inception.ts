import { reshaped } from '../data/column.ts';
import { input } from '../nn/input.ts';
import { concatenate } from '../nn/layers/concatenate.ts';
import { conv2d } from '../nn/layers/conv2d.ts';
import { dense } from '../nn/layers/dense.ts';
import { globalAveragePooling2d } from '../nn/layers/global-average-pooling2d.ts';
import { maxPooling2d } from '../nn/layers/max-pooling2d.ts';
import { model } from '../nn/model.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';
import { modelNumber } from './params.ts';
import { clothesParams, prepared } from './pictures.ts';
import type { Preset, PresetValues } from './preset.ts';
import { optimizerOf, trainingParams } from './training-params.ts';

/**
 * Seed model 7: 1×1 → 3×3, 1×1 → 5×5, and max-pool 3×3 with stride 1 → 1×1, all `same`, relu, `filters` each; concatenated on
 * the channels. After Szegedy et al. 2014, arXiv:1409.4842.
 */
function inceptionBlock(x: SymbolicTensor, filters: number, block: number): SymbolicTensor {
  const conv = (kernelSize: number, name: string) =>
    conv2d({ filters, kernelSize, padding: 'same', activation: 'relu', name: `block_${block}_${name}` });
  const small = conv(3, '3x3').apply(conv(1, 'before_3x3').apply(x));
  const large = conv(5, '5x5').apply(conv(1, 'before_5x5').apply(x));
  const pool = maxPooling2d({ poolSize: 3, strides: 1, padding: 'same', name: `block_${block}_pool` });
  const pooled = conv(1, 'after_pool').apply(pool.apply(x));
  return concatenate({ name: `block_${block}` }).apply([small, large, pooled]);
}

/** Blocks, halved in size between them, global average pooling, softmax. */
function inceptionModel(values: PresetValues) {
  const inputs = input({ shape: [28, 28, 1], name: 'picture' });
  const blocks = Number(values.blocks);
  let x = prepared(inputs, values);
  for (let block = 1; block <= blocks; block++) {
    x = inceptionBlock(x, Number(values.filters), block);
    if (block < blocks) x = maxPooling2d({ poolSize: 2, name: `smaller_${block}` }).apply(x);
  }
  x = globalAveragePooling2d({ name: 'mean' }).apply(x);
  const outputs = dense({ units: 10, activation: 'softmax', name: 'class' }).apply(x);
  return model({ inputs, outputs, name: 'inception' });
}

export const inception: Preset = {
  id: 'inception',
  title: 'Inception',
  teaches: 'A graph that branches: three towers look at the same tensor and their channels are joined.',
  data: '28,000 pictures of clothes in ten classes',
  samples: 'image-class',
  about:
    'Instead of choosing a size of kernel, an inception block takes several: one tower looks at 3 × 3 pixels, one at 5 × 5, one at the largest of each neighbourhood, and the next layer picks from all. The 1 × 1 convolutions before them only mix channels, which keeps the large kernels cheap. The mean over all places and a softmax name the class.',
  tryThis: [
    'Open the confusion matrix: shirts are taken for T-shirts, coats for pullovers, hardly ever for shoes.',
    'Take one block instead of two and compare.',
    'Look at the plan: where does the time go, into 3 × 3 or 5 × 5?',
  ],
  params: [
    ...trainingParams({
      optimizer: { quick: 'adam', default: 'adam', seed: 'rmsprop' },
      learningRate: { quick: 0.01, default: 0.002, seed: 0.001 },
      schedule: { quick: 'cosine', default: 'cosine', seed: 'constant' },
      batchSize: { quick: 16, default: 64, seed: 4 },
      epochs: { quick: 2, default: 15, seed: 1 },
    }),
    modelNumber(1, 64, {
      id: 'filters',
      label: 'Filters',
      help: 'Filters of each convolution; a block gives three times as many channels.',
      values: { quick: 6, default: 32, seed: 64 },
    }),
    modelNumber(1, 3, {
      id: 'blocks',
      label: 'Blocks',
      help: 'Inception blocks, one after the other, each on a picture of half the side.',
      values: { quick: 2, default: 2, seed: 1 },
    }),
    ...clothesParams({ quick: 4000, default: 24_000, seed: 2000 }),
  ],
  build: (values) => {
    const net = inceptionModel(values);
    net.compile({
      optimizer: optimizerOf(values, Number(values.pictures)),
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
    });
    return {
      model: net,
      dataset: 'fashion-mnist',
      datasetParams: { train: Number(values.pictures), validation: Number(values.validationPictures) },
      batchSize: Number(values.batchSize),
      epochs: Number(values.epochs),
      columns: ({ columns }) => ({
        inputs: { picture: reshaped(columns.pixels!, [28, 28, 1]) },
        targets: { class: columns.label! },
      }),
    };
  },
};
