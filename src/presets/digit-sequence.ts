import { input } from '../nn/input.ts';
import { dense } from '../nn/layers/dense.ts';
import { lstm } from '../nn/layers/lstm.ts';
import { timeDistributed } from '../nn/layers/time-distributed.ts';
import { model } from '../nn/model.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';
import { mlpModel, mlpUnits } from './mnist-mlp.ts';
import {
  byOutput,
  dataNumber,
  everySize,
  lossWeight,
  lossWeightsOf,
  modelChoice,
  modelNumber,
} from './params.ts';
import type { Preset, PresetValues } from './preset.ts';
import { optimizerOf, trainingParams } from './training-params.ts';

const READS = 'each digit and the row';
const DIGITS_ONLY = 'each digit';

/** Losses and metrics by output; the first output tells the digit of every step. */
const LOSSES: Readonly<Record<string, string>> = {
  digits: 'sparse_categorical_crossentropy',
  ascending: 'binary_crossentropy',
  most: 'sparse_categorical_crossentropy',
};

/** Seed model 3: TimeDistributed(model 1) over (20, 784) → (20, 10); an LSTM reads the 20 answers. */
function sequenceModel(values: PresetValues) {
  const pictures = input({ shape: [20, 784], name: 'pictures' });
  const mlp = mlpModel(Number(values.units));
  const digits = timeDistributed({ layer: mlp, name: 'digits' }).apply(pictures);
  const row = values.answers === READS ? rowAnswers(digits, Number(values.lstm)) : [];
  return model({ inputs: pictures, outputs: [digits, ...row], name: 'digit_sequence' });
}

/** What an LSTM says of the whole row: whether it ascends, and which digit came most. */
function rowAnswers(digits: SymbolicTensor, units: number): SymbolicTensor[] {
  const state = lstm({ units, name: 'reader' }).apply(digits);
  return [
    dense({ units: 1, activation: 'sigmoid', name: 'ascending' }).apply(state),
    dense({ units: 10, activation: 'softmax', name: 'most' }).apply(state),
  ];
}

export const digitSequence: Preset = {
  id: 'digit-sequence',
  title: 'Rows of digits',
  teaches: 'A model is a layer: the digit model, applied to every step of a row, then read by an LSTM.',
  data: 'rows of 20 of 70,000 handwritten digits',
  samples: 'image-sequence',
  about:
    'The MNIST model, whole, is called as a layer on each of twenty pictures: one set of weights, twenty answers. An LSTM reads these answers in order and says whether no digit is smaller than the one before, and which digit came most often. Its errors flow back through the twenty answers into the digit model, which therefore learns even from a question about the whole row.',
  tryThis: [
    'Set the weight of the loss of digits to 0: nobody tells the model what a digit is, and it must find out from the questions about the row.',
    'Open the graph of the nested model: it is the MNIST preset, weight for weight.',
    'Ask for each digit alone: that is the guide’s model.',
    'Train the MNIST MLP for an epoch, come back, and take its weights under Saved: the digits are known at once.',
  ],
  params: [
    ...trainingParams({
      optimizer: { quick: 'adam', default: 'adam', seed: 'rmsprop' },
      learningRate: { quick: 0.003, default: 0.003, seed: 0.001 },
      schedule: { quick: 'cosine', default: 'cosine', seed: 'constant' },
      batchSize: { quick: 32, default: 32, seed: 32 },
      epochs: { quick: 3, default: 10, seed: 10 },
    }),
    lossWeight('digits', 'Weight of the digits', everySize(1)),
    lossWeight('ascending', 'Weight of the order', everySize(0.1)),
    lossWeight('most', 'Weight of the most frequent', everySize(0.1)),
    mlpUnits,
    modelChoice([READS, DIGITS_ONLY], {
      id: 'answers',
      label: 'Answers',
      help: 'The digit of each step alone, or also two questions about the whole row, read by an LSTM.',
      values: { quick: READS, default: READS, seed: DIGITS_ONLY },
    }),
    modelNumber(1, 256, {
      id: 'lstm',
      label: 'Units of the LSTM',
      help: 'Size of the state that reads the row.',
      values: { quick: 32, default: 64, seed: 64 },
    }),
    dataNumber(100, 60_000, {
      id: 'rows',
      label: 'Training rows',
      help: 'Rows drawn from the 60,000 training digits.',
      values: { quick: 2000, default: 9000, seed: 9000 },
    }),
    dataNumber(100, 10_000, {
      id: 'validationRows',
      label: 'Validation rows',
      help: 'Rows drawn from the 10,000 digits that training never sees.',
      values: { quick: 500, default: 1500, seed: 1500 },
    }),
  ],
  build: (values) => {
    const row = sequenceModel(values);
    const outputs = row.outputNames;
    row.compile({
      optimizer: optimizerOf(values, Number(values.rows)),
      loss: byOutput(outputs, (output) => LOSSES[output]!),
      lossWeights: lossWeightsOf(values, outputs),
      metrics: byOutput(outputs, () => ['accuracy']),
    });
    return {
      model: row,
      dataset: 'digit-sequence',
      datasetParams: { train: Number(values.rows), validation: Number(values.validationRows) },
      batchSize: Number(values.batchSize),
      epochs: Number(values.epochs),
      columns: ({ columns }) => ({
        inputs: { pictures: columns.digits! },
        targets: byOutput(outputs, (output) => columns[output === 'digits' ? 'labels' : output]!),
      }),
    };
  },
};
