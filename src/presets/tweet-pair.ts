import { input } from '../nn/input.ts';
import { concatenate } from '../nn/layers/concatenate.ts';
import { dense } from '../nn/layers/dense.ts';
import { lstm } from '../nn/layers/lstm.ts';
import { model } from '../nn/model.ts';
import { headed, headParams } from './head.ts';
import { dataNumber, modelNumber } from './params.ts';
import type { Preset, PresetValues } from './preset.ts';
import { optimizerOf, trainingParams } from './training-params.ts';

const TEXT = [140, 256];

/** Seed model 5: one shared LSTM over two one-hot texts → concatenate → (hidden layers) → Dense 1 sigmoid. */
function pairModel(values: PresetValues) {
  const inputs = [input({ shape: TEXT, name: 'tweet_a' }), input({ shape: TEXT, name: 'tweet_b' })];
  const shared = lstm({ units: Number(values.lstm), name: 'shared_lstm' });
  const joined = concatenate({ name: 'side_by_side' }).apply(inputs.map((text) => shared.apply(text)));
  const outputs = dense({ units: 1, activation: 'sigmoid', name: 'same' }).apply(headed(joined, values));
  return model({ inputs, outputs, name: 'tweet_pair' });
}

export const tweetPair: Preset = {
  id: 'tweet-pair',
  title: 'Same author?',
  teaches: 'One LSTM, called on two texts: what it learns from either serves both.',
  data: 'pieces of presidents’ addresses, 1790 to 2021',
  samples: 'text-pair',
  about:
    "Two pieces of 140 characters from State of the Union addresses: did one president speak both? One LSTM reads each, letter by letter; it has no words but those it spells. Language has changed in two centuries, so it first learns when a text was spoken. No address is both in training and in validation. The guide's head adds up what the two readings say, each by itself, and a sum cannot tell whether they agree: half of the pairs are by one author whatever the first text is, so it stays at 50 %. Hidden relu layers can compare.",
  tryThis: [
    "Train with the guide's head, then with hidden layers, and compare the curves.",
    'Paste two of your own texts, or the same one twice.',
    'Look at the surest mistakes: presidents of the same years are hard to tell apart.',
    'Click the LSTM in the graph: two calls, one set of weights, two nodes.',
  ],
  params: [
    ...trainingParams({
      optimizer: { quick: 'adam', default: 'adam', seed: 'rmsprop' },
      learningRate: { quick: 0.005, default: 0.003, seed: 0.001 },
      schedule: { quick: 'cosine', default: 'cosine', seed: 'constant' },
      batchSize: { quick: 64, default: 128, seed: 32 },
      epochs: { quick: 2, default: 15, seed: 10 },
    }),
    modelNumber(1, 256, {
      id: 'lstm',
      label: 'Units of the LSTM',
      help: 'Size of the state that reads the letters.',
      values: { quick: 16, default: 64, seed: 64 },
    }),
    ...headParams({ quick: 32, default: 64, seed: 64 }, { quick: 1, default: 2, seed: 1 }),
    dataNumber(100, 500_000, {
      id: 'pairs',
      label: 'Training pairs',
      help: 'Pairs drawn from the training addresses.',
      values: { quick: 4000, default: 40_000, seed: 40_000 },
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
    pair.compile({
      optimizer: optimizerOf(values, Number(values.pairs)),
      loss: 'binary_crossentropy',
      metrics: ['accuracy'],
    });
    return {
      model: pair,
      dataset: 'tweet-pair',
      datasetParams: { train: Number(values.pairs), validation: Number(values.validationPairs) },
      batchSize: Number(values.batchSize),
      epochs: Number(values.epochs),
      columns: ({ columns }) => ({
        inputs: { tweet_a: columns.left!, tweet_b: columns.right! },
        targets: { same: columns.same! },
      }),
    };
  },
};
