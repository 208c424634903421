import type { Dataset } from '../data/types.ts';
import { input } from '../nn/input.ts';
import { conv2d } from '../nn/layers/conv2d.ts';
import { dense } from '../nn/layers/dense.ts';
import { dropout } from '../nn/layers/dropout.ts';
import { globalAveragePooling2d } from '../nn/layers/global-average-pooling2d.ts';
import { maxPooling2d } from '../nn/layers/max-pooling2d.ts';
import { type AnyModel, model } from '../nn/model.ts';
import { builtOwn } from './own-build.ts';
import { ownBatchSize, ownEpochs } from './own-sizes.ts';
import { dropoutRate, everySize, modelNumber } from './params.ts';
import type { Preset, PresetValues } from './preset.ts';
import { trainingParams } from './training-params.ts';

/** Pairs of 3×3 convolution and pooling with twice as many filters each time, the mean over all places, softmax. */
function pictureModel(shape: readonly number[], classes: number, values: PresetValues) {
  const inputs = input({ shape: [...shape], name: 'picture' });
  let x = inputs;
  for (let stage = 1; stage <= Number(values.stages); stage++) {
    const filters = Number(values.filters) * 2 ** (stage - 1);
    x = conv2d({
      filters,
      kernelSize: 3,
      padding: 'same',
      activation: 'relu',
      name: `convolution_${stage}`,
    }).apply(x);
    x = maxPooling2d({ poolSize: 2, name: `smaller_${stage}` }).apply(x);
  }
  x = globalAveragePooling2d({ name: 'mean' }).apply(x);
  const rate = Number(values['dropout/rate']);
  if (rate > 0) x = dropout({ rate, name: 'dropout' }).apply(x);
  const outputs = dense({ units: classes, activation: 'softmax', name: 'label' }).apply(x);
  return model({ inputs, outputs, name: 'own_pictures' });
}

/** A preset for a person's pictures (`datasetFromImages`), which the preset names `id` and `version`. */
export function ownPictures(id: string, version: number, data: Dataset): Preset {
  const { samples, columns } = data.train;
  const { shape } = columns.pixels!;
  const classes = data.classNames!.length;
  return {
    id,
    title: data.title,
    teaches: 'Your pictures: convolutions look for patterns, a softmax names the class.',
    data: data.provenance.description,
    samples: 'image-class',
    about: `Each picture is scaled to ${shape[0]} × ${shape[1]} pixels; a fifth of each class only validates. Three convolutions of 3 × 3 pixels, with the picture halved after each, see ever larger patterns; the mean over all places and a softmax name the class.`,
    tryThis: [
      'Open the mistakes: are there pictures that you would not know either?',
      'Choose a picture that is not among these and see what the model says.',
      'With few pictures raise the dropout: the model learns less by heart.',
    ],
    params: [
      ...trainingParams({
        optimizer: everySize('adam'),
        learningRate: everySize(0.003),
        batchSize: everySize(ownBatchSize(samples)),
        epochs: everySize(ownEpochs(samples)),
      }),
      modelNumber(1, 128, {
        id: 'filters',
        label: 'Filters',
        help: 'Filters of the first convolution; each further one has twice as many.',
        values: everySize(16),
      }),
      modelNumber(1, 3, {
        id: 'stages',
        label: 'Stages',
        help: 'Convolutions with a pooling after each.',
        values: everySize(3),
      }),
      dropoutRate('dropout', everySize(0.2)),
    ],
    build: (values) =>
      builtOwn(pictureModel(shape, classes, values) as AnyModel, values, {
        id,
        version,
        data,
        input: 'picture',
        column: 'pixels',
      }),
  };
}
