import { input } from '../nn/input.ts';
import { concatenate } from '../nn/layers/concatenate.ts';
import { conv2d } from '../nn/layers/conv2d.ts';
import { dense } from '../nn/layers/dense.ts';
import { flatten } from '../nn/layers/flatten.ts';
import { maxPooling2d } from '../nn/layers/max-pooling2d.ts';
import { type Model, model } from '../nn/model.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';
import { headed, headParams } from './head.ts';
import { dataNumber, modelNumber } from './params.ts';
import type { Preset } from './preset.ts';
import { optimizerOf, trainingParams } from './training-params.ts';

/** Seed model 9's vision model: Conv 3×3 → Conv 3×3 → MaxPool 2×2 → Flatten, no activations, as in the guide. */
function visionModel(filters: number): Model<SymbolicTensor> {
  const digit = input({ shape: [27, 27, 1], name: 'digit' });
  let x = conv2d({ filters, kernelSize: 3, name: 'conv_1' }).apply(digit);
  x = conv2d({ filters, kernelSize: 3, name: 'conv_2' }).apply(x);
  x = maxPooling2d({ poolSize: 2, name: 'pool' }).apply(x);
  return model({ inputs: digit, outputs: flatten({ name: 'features' }).apply(x), name: 'vision' });
}

/** Seed model 9: one vision model called on two digits → concatenate → (hidden layers) → Dense 1 sigmoid. */
export const digitPair: Preset = {
  id: 'digit-pair',
  title: 'Same digit?',
  teaches: 'One model called on two inputs: both calls share the weights, and training either trains both.',
  data: 'pairs of 70,000 handwritten digits, half of them equal',
  samples: 'image-pair',
  about:
    "One vision model looks at both digits; their features stand side by side, and a head says whether the digits are the same. The guide's head is one Dense layer, w·f(a) + v·f(b): a sum in which what the first digit adds does not depend on the second. Such a sum can like or dislike each digit by itself, but equality is about both at once, so it stays at one half however long it trains. Hidden relu layers can multiply what the two sides say, and learn it. Both heads are here, under Settings.",
  tryThis: [
    "Choose the guide's head and train: the accuracy stays at 50 %, the base rate. Then give it hidden layers and compare the curves.",
    'Draw two sevens, one with a bar and one without.',
    'Look at the graph: the vision model appears once and is called twice.',
    'Take one unit in one hidden layer: how many does equality need?',
  ],
  params: [
    ...trainingParams({
      optimizer: { quick: 'adam', default: 'adam', seed: 'rmsprop' },
      learningRate: { quick: 0.003, default: 0.001, seed: 0.001 },
      schedule: { quick: 'cosine', default: 'cosine', seed: 'constant' },
      batchSize: { quick: 32, default: 128, seed: 32 },
      epochs: { quick: 3, default: 6, seed: 5 },
    }),
    modelNumber(1, 128, {
      id: 'filters',
      label: 'Filters',
      help: 'Filters of both convolutions of the shared vision model.',
      values: { quick: 4, default: 16, seed: 64 },
    }),
    ...headParams({ quick: 32, default: 128, seed: 128 }, { quick: 1, default: 2, seed: 1 }),
    dataNumber(100, 500_000, {
      id: 'pairs',
      label: 'Training pairs',
      help: 'Pairs drawn from the 60,000 training digits.',
      values: { quick: 4000, default: 200_000, seed: 60_000 },
    }),
    dataNumber(100, 100_000, {
      id: 'validationPairs',
      label: 'Validation pairs',
      help: 'Pairs drawn from the 10,000 digits that training never sees.',
      values: { quick: 1000, default: 10_000, seed: 10_000 },
    }),
  ],
  build: (values) => {
    const vision = visionModel(Number(values.filters));
    const inputs = [
      input({ shape: [27, 27, 1], name: 'digit_a' }),
      input({ shape: [27, 27, 1], name: 'digit_b' }),
    ];
    const joined = concatenate({ name: 'side_by_side' }).apply(inputs.map((digit) => vision.apply(digit)));
    const outputs = dense({ units: 1, activation: 'sigmoid', name: 'same' }).apply(headed(joined, values));
    const pair = model({ inputs, outputs, name: 'digit_pair' });
    pair.compile({
      optimizer: optimizerOf(values, Number(values.pairs)),
      loss: 'binary_crossentropy',
      metrics: ['accuracy'],
    });
    return {
      model: pair,
      dataset: 'digit-pair',
      datasetParams: { train: Number(values.pairs), validation: Number(values.validationPairs) },
      batchSize: Number(values.batchSize),
      epochs: Number(values.epochs),
      columns: ({ columns }) => ({
        inputs: { digit_a: columns.left!, digit_b: columns.right! },
        targets: { same: columns.same! },
      }),
    };
  },
};
