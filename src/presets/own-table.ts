import type { Dataset } from '../data/types.ts';
import { input } from '../nn/input.ts';
import { dense } from '../nn/layers/dense.ts';
import { type AnyModel, model } from '../nn/model.ts';
import { builtOwn } from './own-build.ts';
import { ownBatchSize, ownEpochs } from './own-sizes.ts';
import { everySize, modelNumber } from './params.ts';
import type { Preset, PresetValues } from './preset.ts';
import { trainingParams } from './training-params.ts';

/** Numbers → hidden layers of relu → one softmax unit for each class. */
function tableModel(features: number, classes: number, values: PresetValues) {
  const inputs = input({ shape: [features], name: 'numbers' });
  let x = inputs;
  for (let layer = 1; layer <= Number(values.layers); layer++)
    x = dense({ units: Number(values.units), activation: 'relu', name: `hidden_${layer}` }).apply(x);
  const outputs = dense({ units: classes, activation: 'softmax', name: 'label' }).apply(x);
  return model({ inputs, outputs, name: 'own_table' });
}

/** A preset for a person's table (`datasetFromCsv`), which the preset names `id` and `version`. */
export function ownTable(id: string, version: number, data: Dataset): Preset {
  const { samples } = data.train;
  const features = data.features!.length;
  const classes = data.classNames!.length;
  return {
    id,
    title: data.title,
    teaches: 'Your table: a small network reads the numbers of a row and names its label.',
    data: data.provenance.description,
    samples: 'table-class',
    about: `Each of the ${features} columns is shifted and scaled to mean 0 and deviation 1 by the rows that train; a fifth of the rows of each label only validates. Hidden layers of relu find what the columns have in common, a softmax names the label.`,
    tryThis: [
      'Look at the confusion matrix: which labels are taken for each other?',
      'Take away the hidden layers (0): what is left is a linear model. Is it worse?',
      'Where validation gets worse while training gets better, take fewer units.',
    ],
    params: [
      ...trainingParams({
        optimizer: everySize('adam'),
        learningRate: everySize(0.003),
        batchSize: everySize(ownBatchSize(samples)),
        epochs: everySize(ownEpochs(samples)),
      }),
      modelNumber(0, 8, {
        id: 'layers',
        label: 'Hidden layers',
        help: 'Layers between the numbers and the label; with none the model is linear.',
        values: everySize(2),
      }),
      modelNumber(1, 1024, {
        id: 'units',
        label: 'Units',
        help: 'Size of each hidden layer.',
        values: everySize(32),
      }),
    ],
    build: (values) =>
      builtOwn(tableModel(features, classes, values) as AnyModel, values, {
        id,
        version,
        data,
        input: 'numbers',
        column: 'numbers',
      }),
  };
}
