import { reshaped } from '../data/column.ts';
import { input } from '../nn/input.ts';
import { add } from '../nn/layers/add.ts';
import { batchNormalization } from '../nn/layers/batch-normalization.ts';
import { conv2d } from '../nn/layers/conv2d.ts';
import { dense } from '../nn/layers/dense.ts';
import { globalAveragePooling2d } from '../nn/layers/global-average-pooling2d.ts';
import { maxPooling2d } from '../nn/layers/max-pooling2d.ts';
import { randomFlip } from '../nn/layers/random-flip.ts';
import { randomTranslation } from '../nn/layers/random-translation.ts';
import { reLU } from '../nn/layers/relu.ts';
import { model } from '../nn/model.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';
import { modelFlag, modelNumber } from './params.ts';
import { clothesParams, prepared } from './pictures.ts';
import type { Preset, PresetValues } from './preset.ts';
import { optimizerOf, trainingParams } from './training-params.ts';

/** Pixels by which pictures move at most, either way, of 28. */
const SHIFT = 2 / 28;

/** Share of the moving statistics that a step keeps: with Keras's 0.99 they lag behind a short training. */
const MOMENTUM = 0.9;

/** Mirrored and moved at random, each time anew, in training alone. */
function augmented(x: SymbolicTensor, { augment }: PresetValues): SymbolicTensor {
  if (augment !== true) return x;
  const mirrored = randomFlip({ mode: 'horizontal', name: 'mirrored' }).apply(x);
  return randomTranslation({
    heightFactor: SHIFT,
    widthFactor: SHIFT,
    fillMode: 'constant',
    interpolation: 'nearest',
    name: 'moved',
  }).apply(mirrored);
}

/**
 * Seed model 8: x + f(x), f a 3 × 3 convolution; or several, each after batch normalisation and relu. After He et al. 2016,
 * arXiv:1603.05027 (the order of their figure 4e).
 */
function residualBlock(x: SymbolicTensor, values: PresetValues, name: string): SymbolicTensor {
  const filters = x.shape[3]!;
  let y = x;
  for (let i = 1; i <= Number(values.convolutions); i++) {
    y = activated(y, values, `${name}_${i}`);
    y = conv2d({ filters, kernelSize: 3, padding: 'same', name: `${name}_conv_${i}` }).apply(y);
  }
  return add({ name }).apply([x, y]);
}

/** Batch normalisation and relu, where chosen. */
function activated(x: SymbolicTensor, { normalize }: PresetValues, name: string): SymbolicTensor {
  if (normalize !== true) return x;
  const normal = batchNormalization({ momentum: MOMENTUM, name: `${name}_norm` }).apply(x);
  return reLU({ name: `${name}_relu` }).apply(normal);
}

/** Brings x to `filters` channels, where it has another number. */
function widened(x: SymbolicTensor, filters: number, kernelSize: number, name: string): SymbolicTensor {
  return x.shape[3] === filters ? x : conv2d({ filters, kernelSize, padding: 'same', name }).apply(x);
}

/** Stages of blocks; from stage to stage half the side and twice the filters; global average pooling, softmax. */
function residualModel(values: PresetValues) {
  const inputs = input({ shape: [28, 28, 1], name: 'picture' });
  const filters = Number(values.filters);
  let x = widened(augmented(prepared(inputs, values), values), filters, 3, 'stem');
  for (let stage = 1; stage <= Number(values.stages); stage++) {
    if (stage > 1) x = maxPooling2d({ poolSize: 2, name: `smaller_${stage}` }).apply(x);
    x = widened(x, filters * 2 ** (stage - 1), 1, `wider_${stage}`);
    for (let block = 1; block <= Number(values.blocks); block++)
      x = residualBlock(x, values, `block_${stage}_${block}`);
  }
  x = globalAveragePooling2d({ name: 'mean' }).apply(activated(x, values, 'last'));
  const outputs = dense({ units: 10, activation: 'softmax', name: 'class' }).apply(x);
  return model({ inputs, outputs, name: 'residual' });
}

export const residual: Preset = {
  id: 'residual',
  title: 'Residual',
  teaches: 'A tensor used twice: a block adds what it learns to what it was given.',
  data: '28,000 pictures of clothes in ten classes, moved and mirrored at random',
  samples: 'image-class',
  about:
    'A residual block returns x + f(x): f learns only the difference, and where it learns nothing the picture passes through unchanged, as does the gradient on its way back. So blocks can be stacked. Batch normalisation keeps the numbers between them in range; it uses the batch in training and moving averages afterwards. In training every picture is mirrored and moved by up to two pixels, drawn anew each time on the GPU: the model never sees the same picture twice, and learns by heart much later.',
  tryThis: [
    'Switch the augmentation off: training accuracy rises, validation accuracy does not follow.',
    'Switch batch normalisation off and stack the same blocks: how much slower does it start?',
    'Compare with the inception preset on the same pictures, at equal time instead of equal epochs.',
  ],
  params: [
    ...trainingParams({
      optimizer: { quick: 'adam', default: 'adam', seed: 'rmsprop' },
      learningRate: { quick: 0.01, default: 0.003, seed: 0.001 },
      schedule: { quick: 'cosine', default: 'cosine', seed: 'constant' },
      batchSize: { quick: 32, default: 64, seed: 16 },
      epochs: { quick: 3, default: 20, seed: 1 },
    }),
    modelNumber(1, 64, {
      id: 'filters',
      label: 'Filters',
      help: 'Filters of the first stage; each further stage has twice as many.',
      values: { quick: 8, default: 16, seed: 3 },
    }),
    modelNumber(1, 3, {
      id: 'stages',
      label: 'Stages',
      help: 'Groups of blocks, each on a picture of half the side.',
      values: { quick: 2, default: 3, seed: 1 },
    }),
    modelNumber(1, 6, {
      id: 'blocks',
      label: 'Blocks',
      help: 'Residual blocks in each stage.',
      values: { quick: 1, default: 1, seed: 1 },
    }),
    modelNumber(1, 3, {
      id: 'convolutions',
      label: 'Convolutions',
      help: 'Convolutions in each block; the guide has one.',
      values: { quick: 1, default: 2, seed: 1 },
    }),
    modelFlag({
      id: 'normalize',
      label: 'Batch normalisation',
      help: 'Batch normalisation and relu before each convolution; the guide has neither.',
      values: { quick: true, default: true, seed: false },
    }),
    modelFlag({
      id: 'augment',
      label: 'Augmentation',
      help: 'Training pictures are mirrored and moved at random, anew in each step.',
      values: { quick: true, default: true, seed: false },
    }),
    ...clothesParams({ quick: 4000, default: 24_000, seed: 2000 }),
  ],
  build: (values) => {
    const net = residualModel(values);
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
