import { reshaped } from '../data/column.ts';
import { input } from '../nn/input.ts';
import { dense } from '../nn/layers/dense.ts';
import { type Model, model } from '../nn/model.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';
import { everySize, modelNumber } from './params.ts';
import type { Preset } from './preset.ts';
import { optimizerOf, trainingParams } from './training-params.ts';

const SAMPLES = 60_000;

/** Seed model 1: Input 784 → Dense 64 relu → Dense 64 relu → Dense 10 softmax. */
export function mlpModel(units: number): Model<SymbolicTensor> {
  const inputs = input({ shape: [784], name: 'pixels' });
  let x = dense({ units, activation: 'relu', name: 'hidden_1' }).apply(inputs);
  x = dense({ units, activation: 'relu', name: 'hidden_2' }).apply(x);
  const outputs = dense({ units: 10, activation: 'softmax', name: 'digit' }).apply(x);
  return model({ inputs, outputs, name: 'mnist_mlp' });
}

/** Size of the two hidden layers of `mlpModel`. */
export const mlpUnits = modelNumber(1, 1024, {
  id: 'units',
  label: 'Units',
  help: 'Size of the two hidden layers.',
  values: everySize(64),
});

export const mnistMlp: Preset = {
  id: 'mnist-mlp',
  title: 'MNIST MLP',
  teaches: 'The smallest functional model: three dense layers, each called on the tensor before it.',
  data: '70,000 handwritten digits',
  samples: 'image-class',
  about:
    'A digit of 28 × 28 grey pixels is flattened to 784 numbers. Two layers of 64 units find features, a softmax over ten classes names the digit. All 55,050 weights start at random.',
  tryThis: [
    'Draw a digit and watch the ten probabilities while the model trains.',
    'Raise the learning rate tenfold while it runs, then lower it again.',
    'Change the optimizer to sgd and compare the runs.',
  ],
  params: [
    ...trainingParams({
      optimizer: everySize('rmsprop'),
      learningRate: everySize(0.001),
      batchSize: everySize(128),
      epochs: { quick: 2, default: 10, seed: 10 },
    }),
    mlpUnits,
  ],
  build: (values) => {
    const mlp = mlpModel(Number(values.units));
    mlp.compile({
      optimizer: optimizerOf(values, SAMPLES),
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
    });
    return {
      model: mlp,
      dataset: 'mnist',
      datasetParams: {},
      batchSize: Number(values.batchSize),
      epochs: Number(values.epochs),
      columns: ({ columns }) => ({
        inputs: { pixels: reshaped(columns.pixels!, [784]) },
        targets: { digit: columns.label! },
      }),
    };
  },
};
