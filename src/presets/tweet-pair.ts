import { input } from '../nn/input.ts';
import { concatenate } from '../nn/layers/concatenate.ts';
import { dense } from '../nn/layers/dense.ts';
import { globalAveragePooling1d } from '../nn/layers/global-average-pooling1d.ts';
import { lstm } from '../nn/layers/lstm.ts';
import { type AnyModel, model } from '../nn/model.ts';
import type { SymbolicTensor } from '../nn/symbolic-tensor.ts';
import { headed, headParams } from './head.ts';
import {
  byOutput,
  dataNumber,
  everySize,
  lossWeight,
  lossWeightsOf,
  modelChoice,
  modelFlag,
  modelNumber,
} from './params.ts';
import type { Preset, PresetValues } from './preset.ts';
import { optimizerOf, trainingParams } from './training-params.ts';

const TEXT = [140, 256];

/** Presidents in the data. */
const AUTHORS = 43;
const LAST = 'the last state';
const MEAN = 'the mean of all states';

/** One LSTM for both texts, and what of its states stands for a text. */
function encodings(texts: readonly SymbolicTensor[], values: PresetValues): SymbolicTensor[] {
  const returnSequences = values.reading === MEAN;
  const shared = lstm({ units: Number(values.lstm), returnSequences, name: 'shared_lstm' });
  if (!returnSequences) return texts.map((text) => shared.apply(text));
  const mean = globalAveragePooling1d({ name: 'mean_state' });
  return texts.map((text) => mean.apply(shared.apply(text)));
}

/** Seed model 5: one shared LSTM over two one-hot texts → concatenate → (hidden layers) → Dense 1 sigmoid. */
function pairModel(values: PresetValues): AnyModel {
  const inputs = [input({ shape: TEXT, name: 'tweet_a' }), input({ shape: TEXT, name: 'tweet_b' })];
  const [a, b] = encodings(inputs, values) as [SymbolicTensor, SymbolicTensor];
  const joined = concatenate({ name: 'side_by_side' }).apply([a, b]);
  const same = dense({ units: 1, activation: 'sigmoid', name: 'same' }).apply(headed(joined, values));
  if (values.authors !== true) return model({ inputs, outputs: { same }, name: 'tweet_pair' }) as AnyModel;
  const author = dense({ units: AUTHORS, activation: 'softmax', name: 'author' });
  const outputs = { same, author_a: author.apply(a), author_b: author.apply(b) };
  return model({ inputs, outputs, name: 'tweet_pair' }) as AnyModel;
}

/** The target of each output. */
const COLUMNS: Readonly<Record<string, string>> = {
  same: 'same',
  author_a: 'leftAuthor',
  author_b: 'rightAuthor',
};

export const tweetPair: Preset = {
  id: 'tweet-pair',
  title: 'Same author?',
  teaches: 'One LSTM, called on two texts: what it learns from either serves both.',
  data: 'pieces of presidents’ addresses, 1790 to 2021',
  samples: 'text-pair',
  about:
    "Two pieces of 140 characters from State of the Union addresses: did one president speak both? One LSTM reads each, letter by letter; it has no words but those it spells. Language has changed in two centuries, so it first learns when a text was spoken. No address is both in training and in validation. The guide's head adds up what the two readings say, each by itself, and a sum cannot tell whether they agree: half of the pairs are by one author whatever the first text is, so it stays at 50 %. Hidden relu layers can compare. Because a pair alone tells so little about either text, two more outputs name the authors while it learns, one Dense layer called on both readings; the guide's model has none.",
  tryThis: [
    "Train with the guide's head, then with hidden layers, and compare the curves.",
    'Paste two of your own texts, or the same one twice.',
    'Leave the authors out: the pairs alone give so little to go by that it takes many epochs until anything is learned.',
    'Look at the surest mistakes: presidents of the same years are hard to tell apart.',
    'Click the LSTM in the graph: two calls, one set of weights, two nodes.',
  ],
  params: [
    ...trainingParams({
      optimizer: { quick: 'adam', default: 'adam', seed: 'rmsprop' },
      learningRate: { quick: 0.015, default: 0.007, seed: 0.001 },
      schedule: { quick: 'cosine', default: 'cosine', seed: 'constant' },
      batchSize: { quick: 16, default: 64, seed: 32 },
      epochs: { quick: 3, default: 10, seed: 10 },
    }),
    modelNumber(1, 256, {
      id: 'lstm',
      label: 'Units of the LSTM',
      help: 'Size of the state that reads the letters.',
      values: { quick: 24, default: 64, seed: 64 },
    }),
    modelChoice([LAST, MEAN], {
      id: 'reading',
      label: 'Reading',
      help: 'What stands for a text: the last state of the LSTM, as in the guide, or the mean of all, which learns sooner.',
      values: { quick: MEAN, default: LAST, seed: LAST },
    }),
    modelFlag({
      id: 'authors',
      label: 'Name the authors',
      help: 'Two more outputs name the author of each text; the guide has none.',
      values: { quick: true, default: true, seed: false },
    }),
    lossWeight('same', 'Weight of the comparison', everySize(1)),
    lossWeight('author_a', 'Weight of the first author', { quick: 1, default: 0.5, seed: 0.5 }),
    lossWeight('author_b', 'Weight of the second author', { quick: 1, default: 0.5, seed: 0.5 }),
    ...headParams({ quick: 32, default: 64, seed: 64 }, { quick: 1, default: 2, seed: 1 }),
    dataNumber(100, 500_000, {
      id: 'pairs',
      label: 'Training pairs',
      help: 'Pairs drawn from the training addresses.',
      values: { quick: 6000, default: 40_000, seed: 40_000 },
    }),
    dataNumber(100, 50_000, {
      id: 'validationPairs',
      label: 'Validation pairs',
      help: 'Pairs drawn from addresses that training never sees.',
      values: { quick: 1000, default: 4000, seed: 4000 },
    }),
  ],
  build: (values) => {
    const pair = pairModel(values);
    const outputs = pair.outputNames;
    pair.compile({
      optimizer: optimizerOf(values, Number(values.pairs)),
      loss: byOutput(outputs, (output) =>
        output === 'same' ? 'binary_crossentropy' : 'sparse_categorical_crossentropy',
      ),
      lossWeights: lossWeightsOf(values, outputs),
      metrics: byOutput(outputs, () => ['accuracy']),
    });
    return {
      model: pair,
      dataset: 'tweet-pair',
      datasetParams: { train: Number(values.pairs), validation: Number(values.validationPairs) },
      batchSize: Number(values.batchSize),
      epochs: Number(values.epochs),
      columns: ({ columns }) => ({
        inputs: { tweet_a: columns.left!, tweet_b: columns.right! },
        targets: byOutput(outputs, (output) => columns[COLUMNS[output]!]!),
      }),
    };
  },
};
