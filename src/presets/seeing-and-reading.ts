import { input } from '../nn/input.ts';
import { conv2d } from '../nn/layers/conv2d.ts';
import { dense } from '../nn/layers/dense.ts';
import { embedding } from '../nn/layers/embedding.ts';
import { flatten } from '../nn/layers/flatten.ts';
import { lstm } from '../nn/layers/lstm.ts';
import { maxPooling2d } from '../nn/layers/max-pooling2d.ts';
import { type Model, model } from '../nn/model.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';
import {
  type BySize,
  byOutput,
  everySize,
  lossWeight,
  lossWeightsOf,
  modelFlag,
  modelNumber,
} from './params.ts';
import { coarse } from './pictures.ts';
import type { PresetParam, PresetValues } from './preset.ts';

/** Convolutions of each block in the guide. */
const BLOCKS = [2, 2, 3];

/** Sizes of the models that see and read, which seed models 10 and 11 share. */
export const seeingAndReadingParams = (sizes: {
  readonly filters: BySize;
  readonly blocks: BySize;
  readonly embedding: BySize;
  readonly lstm: BySize;
  readonly answers: BySize;
}): PresetParam[] => [
  modelNumber(1, 64, {
    id: 'filters',
    label: 'Filters',
    help: 'Filters of the first block of convolutions; each further block has twice as many.',
    values: sizes.filters,
  }),
  modelNumber(1, BLOCKS.length, {
    id: 'blocks',
    label: 'Blocks',
    help: 'Blocks of convolutions, each of which halves the side of the picture.',
    values: sizes.blocks,
  }),
  modelNumber(64, 10_000, {
    id: 'vocabulary',
    label: 'Vocabulary',
    help: 'Words that the question may be made of.',
    unit: 'words',
    values: { quick: 64, default: 64, seed: 10_000 },
  }),
  modelNumber(1, 512, {
    id: 'embedding',
    label: 'Embedding',
    help: 'Numbers that stand for a word.',
    values: sizes.embedding,
  }),
  modelNumber(1, 512, {
    id: 'lstm',
    label: 'Units of the LSTM',
    help: 'Size of the state that reads the question.',
    values: sizes.lstm,
  }),
  modelNumber(32, 1000, {
    id: 'answers',
    label: 'Answer words',
    help: 'Words that the last layer can choose from.',
    unit: 'words',
    values: sizes.answers,
  }),
];

/** Seed model 10's vision model: blocks of 3×3 relu convolutions, the first of each `same`, and max-pooling; flattened. */
export function visionModel(shape: readonly number[], values: PresetValues): Model<SymbolicTensor> {
  const image = input({ shape, name: 'picture' });
  let x = coarse(image, values);
  BLOCKS.slice(0, Number(values.blocks)).forEach((convolutions, i) => {
    const filters = Number(values.filters) * 2 ** i;
    const block = i + 1;
    for (let c = 1; c <= convolutions; c++) {
      const padding = c === 1 ? 'same' : 'valid';
      const name = `conv_${block}_${c}`;
      x = conv2d({ filters, kernelSize: 3, padding, activation: 'relu', name }).apply(x);
    }
    x = maxPooling2d({ poolSize: 2, name: `pool_${block}` }).apply(x);
  });
  return model({ inputs: image, outputs: flatten({ name: 'seen' }).apply(x), name: 'vision' });
}

/** Seed model 10's question encoder: word ids → Embedding → LSTM. */
export function questionEncoder(length: number, values: PresetValues): Model<SymbolicTensor> {
  const question = input({ shape: [length], dtype: 'int32', name: 'words' });
  const embedded = embedding({
    inputDim: Number(values.vocabulary),
    outputDim: Number(values.embedding),
    name: 'embedding',
  }).apply(question);
  const outputs = lstm({ units: Number(values.lstm), name: 'reader' }).apply(embedded);
  return model({ inputs: question, outputs, name: 'question_encoder' });
}

/** Whether what is seen is put into words before it meets the question, as another output and what the head reads. */
export const factsParams = (help: string, weight: BySize, most: number): PresetParam[] => [
  modelFlag({
    id: 'facts',
    label: 'Name the facts',
    help,
    values: { quick: true, default: true, seed: false },
  }),
  lossWeight('answer', 'Weight of the answer', everySize(1)),
  lossWeight('facts', 'Weight of the facts', weight, most),
];

/**
 * What the head reads of what was seen, and the outputs beside the answer. The encoding itself in the guide. With facts: a sigmoid
 * unit for each, with the facts as their targets. Which of some thousand numbers matter is a matter of the question, and nothing but
 * the product of both tells; as long as no fact is known no question helps, and the reverse. So each waits for the other, and
 * training rests where both are ignored. Named facts are known early, and choosing among a few is soon learned.
 */
export function toldFacts(
  seen: SymbolicTensor,
  facts: number,
  values: PresetValues,
): { readonly told: SymbolicTensor; readonly outputs: Readonly<Record<string, SymbolicTensor>> } {
  if (values.facts !== true) return { told: seen, outputs: {} };
  const told = dense({ units: facts, activation: 'sigmoid', name: 'facts' }).apply(seen);
  return { told, outputs: { facts: told } };
}

/** Losses, their weights and metrics of the answer and, where they are an output, the facts. */
export function answerAndFacts(outputs: readonly string[], values: PresetValues) {
  return {
    loss: byOutput(outputs, (o) =>
      o === 'facts' ? 'binary_crossentropy' : 'sparse_categorical_crossentropy',
    ),
    lossWeights: lossWeightsOf(values, outputs),
    // By Keras's rules `accuracy` of several numbers would ask for the largest of them.
    metrics: byOutput(outputs, (o) => [o === 'facts' ? 'binary_accuracy' : 'accuracy']),
  };
}
