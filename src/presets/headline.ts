import { input } from '../nn/input.ts';
import { concatenate } from '../nn/layers/concatenate.ts';
import { dense } from '../nn/layers/dense.ts';
import { dropout } from '../nn/layers/dropout.ts';
import { embedding } from '../nn/layers/embedding.ts';
import { lstm } from '../nn/layers/lstm.ts';
import { model } from '../nn/model.ts';
import { dataNumber, dropoutRate, everySize, lossWeight, lossWeightsOf, modelNumber } from './params.ts';
import type { Preset, PresetValues } from './preset.ts';
import { optimizerOf, trainingParams } from './training-params.ts';

const SAMPLES = 4975;
const VOCABULARY = 10_000;
const NUMBERS = 5;

/**
 * Seed model 4: words → Embedding → LSTM → `aux_output` (Dense 1 sigmoid); with five numbers beside the LSTM's state → three
 * Dense relu → `main_output` (Dense 1 sigmoid). Loss weights 1 and 0.2.
 */
function headlineModel(values: PresetValues) {
  const words = input({ shape: [Number(values.length)], dtype: 'int32', name: 'main_input' });
  const embedded = embedding({
    inputDim: VOCABULARY,
    outputDim: Number(values.embedding),
    name: 'embedding',
  }).apply(words);
  const rate = Number(values['dropout/rate']);
  const read = rate === 0 ? embedded : dropout({ rate, name: 'dropout' }).apply(embedded);
  const state = lstm({ units: Number(values.lstm), name: 'lstm' }).apply(read);
  const aux = dense({ units: 1, activation: 'sigmoid', name: 'aux_output' }).apply(state);
  const numbers = input({ shape: [NUMBERS], name: 'aux_input' });
  let x = concatenate({ name: 'text_and_numbers' }).apply([state, numbers]);
  for (let i = 1; i <= 3; i++)
    x = dense({ units: Number(values.units), activation: 'relu', name: `dense_${i}` }).apply(x);
  const main = dense({ units: 1, activation: 'sigmoid', name: 'main_output' }).apply(x);
  return model({ inputs: [words, numbers], outputs: [main, aux], name: 'headline' });
}

export const headline: Preset = {
  id: 'headline',
  title: 'Subject lines',
  teaches: 'Two inputs and two outputs: an auxiliary loss teaches the text branch directly.',
  data: '6,046 subject lines of e-mails of 2002, wanted or spam',
  samples: 'text-class',
  about:
    'The words of a subject line become vectors, an LSTM reads them in order. The auxiliary output judges the text alone; the main output also sees five numbers about the mail: the hour, the length of its body, links, relay hops, capitals. Both losses are added, main × 1 and auxiliary × 0.2: the small one sends a gradient into the LSTM that does not pass through three Dense layers. No thread of mails is both in training and in validation.',
  tryThis: [
    'Type a subject, then change the hour or the number of links: only the main output moves.',
    'Set the weight of the auxiliary loss to 0 while it trains and watch its curve: the output is still there, but nobody teaches it.',
    'Set the weight of the main loss to 0: now the text learns alone, and the numbers are ignored.',
    'Let it train for 30 epochs without dropout: training goes on to 100 %, validation does not.',
  ],
  params: [
    ...trainingParams({
      optimizer: { quick: 'adam', default: 'adam', seed: 'rmsprop' },
      learningRate: { quick: 0.003, default: 0.002, seed: 0.001 },
      schedule: { quick: 'cosine', default: 'cosine', seed: 'constant' },
      batchSize: { quick: 64, default: 64, seed: 32 },
      epochs: { quick: 3, default: 6, seed: 50 },
    }),
    lossWeight('main_output', 'Weight of the main loss', everySize(1)),
    lossWeight('aux_output', 'Weight of the auxiliary loss', everySize(0.2)),
    modelNumber(1, 512, {
      id: 'embedding',
      label: 'Embedding',
      help: 'Numbers that stand for a word.',
      values: { quick: 16, default: 64, seed: 512 },
    }),
    modelNumber(1, 256, {
      id: 'lstm',
      label: 'Units of the LSTM',
      help: 'Size of the state that reads the words.',
      values: { quick: 16, default: 32, seed: 32 },
    }),
    modelNumber(1, 512, {
      id: 'units',
      label: 'Units of the Dense layers',
      help: 'Size of the three layers before the main output.',
      values: { quick: 32, default: 64, seed: 64 },
    }),
    dropoutRate('dropout', { quick: 0, default: 0.5, seed: 0 }),
    dataNumber(8, 100, {
      id: 'length',
      label: 'Words',
      help: 'Words of a subject that the model reads; shorter ones are filled in front.',
      unit: 'words',
      values: { quick: 16, default: 24, seed: 100 },
    }),
  ],
  build: (values) => {
    const mail = headlineModel(values);
    mail.compile({
      optimizer: optimizerOf(values, SAMPLES),
      loss: 'binary_crossentropy',
      lossWeights: lossWeightsOf(values, mail.outputNames),
      metrics: { main_output: ['accuracy'], aux_output: ['accuracy'] },
    });
    return {
      model: mail,
      dataset: 'headline',
      datasetParams: { length: Number(values.length) },
      batchSize: Number(values.batchSize),
      epochs: Number(values.epochs),
      columns: ({ columns }) => ({
        inputs: { main_input: columns.words!, aux_input: columns.numbers! },
        targets: { main_output: columns.spam!, aux_output: columns.spam! },
      }),
    };
  },
};
