import { beforeEach, expect, test } from 'vitest';
import { type Data, type FitOptions, input, layers, losses, model, sequential } from '../../index.ts';
import type { AnyModel } from '../../nn/model.ts';
import { resetNames } from '../../nn/names.ts';

beforeEach(resetNames);

/** Two inputs, two outputs; nothing here gets as far as a device. */
function twoByTwo(): AnyModel {
  const words = input({ shape: [3], dtype: 'int32', name: 'words' });
  const extra = input({ shape: [2], name: 'extra' });
  const text = layers.flatten()(layers.embedding({ inputDim: 10, outputDim: 2 })(words));
  const all = layers.concatenate()([text, extra]);
  const main = layers.dense({ units: 1, activation: 'sigmoid', name: 'main' })(all);
  const aux = layers.dense({ units: 4, activation: 'softmax', name: 'aux' })(text);
  const m = model({ inputs: [words, extra], outputs: [main, aux] }) as AnyModel;
  m.compile({ loss: { main: 'mse', aux: 'sparse_categorical_crossentropy' } });
  return m;
}

const words = { data: Int32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };
const extra = [
  [1, 2],
  [3, 4],
];
const x = { words, extra };
const y = { main: [0, 1], aux: [3, 2] };

const wrong: [string, Data, Data, FitOptions, RegExp][] = [
  [
    'a missing input',
    { words },
    y,
    {},
    /model.fit: the dictionary x must have the keys words, extra, got no 'extra'/,
  ],
  ['an unknown input', { ...x, more: [1] }, y, {}, /got an unknown 'more'/],
  [
    'a missing target',
    x,
    { main: [0, 1] },
    {},
    /the dictionary y must have the keys main, aux, got no 'aux'/,
  ],
  [
    'one tensor for two',
    x,
    [[1, 2, 3]],
    {},
    /y must be a list of 2 tensors or a dictionary with the keys main, aux, got a list of 1/,
  ],
  [
    'a shape',
    { words: { ...words, shape: [3, 2] }, extra },
    y,
    {},
    /input 'words': must have shape \(\?, 3\), got \(3, 2\)/,
  ],
  [
    'a dtype',
    {
      words: [
        [1.5, 2, 3],
        [1, 2, 3],
      ],
      extra,
    },
    y,
    {},
    /must be whole numbers from .*, for the input is int32, got 1.5 at 0/,
  ],
  [
    'sample counts',
    { words, extra: [[1, 2]] },
    y,
    {},
    /the same number of samples, got 2 in 'words' and 1 in 'extra'/,
  ],
  [
    'sample counts of targets',
    x,
    { ...y, main: [1] },
    {},
    /the same number of samples, got 2 in 'x' and 1 in 'main'/,
  ],
  [
    'sample counts of weights',
    x,
    y,
    { sampleWeight: [1] },
    /the same number of samples, got 2 in 'x' and 1 in 'main'/,
  ],
  [
    'an index',
    { words: { ...words, data: [1, 2, 3, 4, 5, 10] }, extra },
    y,
    {},
    /input 'words': indices must be from 0 to 9, the vocabulary of embedding, got 10 in sample 1/,
  ],
  [
    'a target shape',
    x,
    {
      ...y,
      main: [
        [0, 1],
        [1, 0],
      ],
    },
    {},
    /loss 'mean_squared_error' of output 'main': targets must have the output's shape \(\?, 1\), got \(\?, 2\)/,
  ],
  [
    'a one-hot target',
    x,
    {
      ...y,
      aux: [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
      ],
    },
    {},
    /class numbers of shape \(\?,\).* got \(\?, 4\). Try: 'categorical_crossentropy'/,
  ],
  [
    'a class number',
    x,
    { ...y, aux: [4, 0] },
    {},
    /of output 'aux': class numbers must be whole numbers from 0 to 3, got 4 in sample 0/,
  ],
  [
    'a batch size of 0',
    x,
    y,
    { batchSize: 0 },
    /model.fit: batchSize must be a whole number of at least 1, got 0/,
  ],
  [
    'a batch size beyond the data',
    x,
    y,
    { batchSize: 3 },
    /batchSize must be at most the 2 training samples, got 3/,
  ],
  ['no epochs', x, y, { epochs: 0 }, /epochs must be a whole number of at least 1, got 0/],
  [
    'a split of nothing',
    x,
    y,
    { validationSplit: 0.6 },
    /validationSplit must leave samples for training and for validation, got 0.6 of 2/,
  ],
  ['a split of all', x, y, { validationSplit: 1 }, /validationSplit must lie between 0 and 1, got 1/],
  [
    'validation data',
    x,
    y,
    { validationData: [x] as never },
    /validationData must be \[x, y\] or \[x, y, sampleWeight\]/,
  ],
  [
    'validation data that do not fit',
    x,
    y,
    { validationData: [{ words }, y] },
    /model.fit, validationData: the dictionary x/,
  ],
  [
    'class weights for two outputs',
    x,
    y,
    { classWeight: { 0: 1 } },
    /classWeight needs a model with one output, got outputs main, aux/,
  ],
  [
    'both kinds of weights',
    x,
    y,
    { classWeight: { 0: 1 }, sampleWeight: [1, 2] },
    /only one of sampleWeight and classWeight/,
  ],
  [
    'an unknown output in weights',
    x,
    y,
    { sampleWeight: { other: [1, 2] } },
    /sampleWeight must have the keys .*got an unknown 'other'/,
  ],
  [
    'lists that are ragged',
    {
      words: [
        [1, 2, 3],
        [1, 2],
      ],
      extra,
    },
    y,
    {},
    /nested lists must hold numbers, in lists of equal length/,
  ],
];

test.each(wrong)('refuses %s', async (_name, x, y, options, message) => {
  await expect(twoByTwo().fit(x, y, options)).rejects.toThrow(message);
});

test('refuses wrong data in evaluate, predict and trainOnBatch by their names', async () => {
  const m = twoByTwo();
  await expect(m.evaluate({ words }, y)).rejects.toThrow(/^model.evaluate: the dictionary x/);
  await expect(m.evaluate(x, y, { batchSize: 0 })).rejects.toThrow(/^model.evaluate: batchSize/);
  await expect(m.predict({ words })).rejects.toThrow(/^model.predict: the dictionary x/);
  await expect(m.predict(x, { batchSize: 1.5 })).rejects.toThrow(/^model.predict: batchSize/);
  await expect(m.trainOnBatch({ words }, y)).rejects.toThrow(/^model.trainOnBatch: the dictionary x/);
});

test('refuses data without samples', async () => {
  const m = sequential([layers.dense({ units: 1, inputShape: [2] })]);
  m.compile({ loss: 'mse' });
  const none = { data: new Float32Array(), shape: [0, 2] };
  await expect(m.fit(none, { data: [], shape: [0, 1] })).rejects.toThrow(/at least one sample, got 0/);
});

test('an ignored class may be any number', async () => {
  const m = sequential([layers.dense({ units: 3, activation: 'softmax', inputShape: [1] })]);
  m.compile({ loss: losses.sparseCategoricalCrossentropy({ ignoreClass: -1 }) });
  await expect(m.fit([[1], [2]], [-1, 5])).rejects.toThrow(/from 0 to 2, got 5 in sample 1/);
});

test.each([
  [{ loss: 'nothing' }, /model.compile: loss is an object or one of the names/],
  [{ optimizer: 'adan', loss: 'mse' }, /optimizer is an object or one of the names/],
  [{ loss: 'mse', metrics: { main: ['accurate'] } }, /metric is an object or one of the names/],
  [{ loss: { main: 'mse' } }, /loss must have an entry for every output, got none for 'aux'/],
  [{ loss: 'mse', lossWeights: [1] }, /lossWeights.*got a list of 1/],
])('refuses %j at compile', (config, message) => {
  const m = twoByTwo();
  const before = m.compiled;
  expect(() => m.compile(config)).toThrow(message);
  expect(m.compiled).toBe(before);
});
