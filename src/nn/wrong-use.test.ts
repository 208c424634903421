import { beforeEach, expect, test } from 'vitest';
import { input } from './input.ts';
import { layers } from './layers/table.ts';
import { model } from './model.ts';
import { resetNames } from './names.ts';

beforeEach(resetNames);

const image = () => input({ shape: [8, 8, 3] });
const sequence = () => input({ shape: [5, 4] });
const vector = (size = 3) => input({ shape: [size] });

/** What the user did, and what the error must say. */
const CASES: readonly [string, () => unknown, RegExp][] = [
  [
    'a dense layer reused on another width',
    () => {
      const dense = layers.dense({ units: 2 });
      dense(vector(3));
      dense(vector(4));
    },
    /^dense: Dense: the last axis of the input must be 3, the size it was built for, got \(\?, 4\)\.$/,
  ],
  [
    'a convolution on vectors',
    () => layers.conv2d({ filters: 1, kernelSize: 3 })(vector()),
    /^conv2d: Conv2D: the input must be \(batch, height, width, channels\), got \(\?, 3\)\. Try: input/,
  ],
  [
    'a kernel larger than the image',
    () => layers.conv2d({ filters: 1, kernelSize: 9 })(image()),
    /^conv2d: Conv2D: the kernel must fit.*kernelSize \[9,9\] on \(\?, 8, 8, 3\)\. Try: padding: 'same'/,
  ],
  [
    'a convolution on other channels',
    () => {
      const conv = layers.conv2d({ filters: 1, kernelSize: 3 });
      conv(image());
      conv(input({ shape: [8, 8, 4] }));
    },
    /^conv2d: Conv2D: the input must have 3 channels.*got \(\?, 8, 8, 4\)/,
  ],
  ['a window larger than the image', () => layers.maxPooling2d({ poolSize: 9 })(image()), /poolSize \[9,9\]/],
  [
    'an LSTM on vectors',
    () => layers.lstm({ units: 2 })(vector()),
    /^lstm: LSTM: the input must be \(batch, time, features\), got \(\?, 3\)/,
  ],
  [
    'an initial state of the wrong size',
    () => layers.gru({ units: 2 })(sequence(), { initialState: vector(3) }),
    /^gru: GRU: the initial state must be 1 of \(batch, 2\), got \(\?, 3\)/,
  ],
  [
    'adding unequal shapes',
    () => layers.add([vector(3), vector(4)]),
    /^add: Add: inputs to merge must have equal shapes.*got \(\?, 3\) and \(\?, 4\)\. Try/,
  ],
  [
    'adding a single tensor',
    () => layers.add()(vector()),
    /^add: Add: a merging layer is called on a list of at least two/,
  ],
  [
    'subtracting three',
    () => layers.subtract([vector(), vector(), vector()]),
    /^subtract: Subtract: is called on exactly two/,
  ],
  [
    'concatenating unequal shapes',
    () => layers.concatenate([image(), vector()]),
    /^concatenate: Concatenate: inputs must have equal shapes but for axis 3/,
  ],
  [
    'concatenating along the batch',
    () => layers.concatenate([vector(), vector()], { axis: 0 }),
    /axis must not be the batch/,
  ],
  [
    'an axis that is not there',
    () => layers.concatenate([vector(), vector()], { axis: 2 }),
    /from -2 to 1, got 2/,
  ],
  [
    'dot along unequal axes',
    () => layers.dot([vector(3), vector(4)], { axes: 1 }),
    /sizes along the axes must be equal/,
  ],
  [
    'dense on integers',
    () => layers.dense({ units: 1 })(input({ shape: [3], dtype: 'int32', name: 'ids' })),
    /^dense: inputs of Dense must be float32, got int32 from ids\. Try: an Embedding/,
  ],
  [
    'merging dtypes',
    () => layers.add([vector(), input({ shape: [3], dtype: 'int32' })]),
    /must have one dtype/,
  ],
  [
    'an embedding on bytes',
    () => layers.embedding({ inputDim: 3, outputDim: 1 })(input({ shape: [2], dtype: 'uint8' })),
    /^embedding: indices must be int32.*got uint8/,
  ],
  ['no units', () => layers.dense({} as never), /^dense: units must be a whole number above 0, got nothing/],
  [
    'half a filter',
    () => layers.conv2d({ filters: 1.5, kernelSize: 3 }),
    /filters must be a whole number above 0, got 1\.5/,
  ],
  [
    'an unknown activation',
    () => layers.dense({ units: 1, activation: 'rleu' }),
    /^activation: must be one of linear, relu.*got 'rleu'/,
  ],
  [
    'an unknown padding',
    () => layers.conv2d({ filters: 1, kernelSize: 3, padding: 'full' as never }),
    /^conv2d: padding must be one of valid, same, got "full"/,
  ],
  [
    'strides with dilation',
    () => layers.conv2d({ filters: 1, kernelSize: 3, strides: 2, dilationRate: 2 }),
    /strides and dilationRate cannot both be above 1/,
  ],
  [
    'filters that groups do not divide',
    () => layers.conv2d({ filters: 3, kernelSize: 1, groups: 2 }),
    /divisible by groups/,
  ],
  [
    'channels first',
    () => layers.conv2d({ filters: 1, kernelSize: 1, dataFormat: 'channels_first' as never }),
    /dataFormat must be channels_last/,
  ],
  [
    'an unknown initialiser',
    () => layers.dense({ units: 1, kernelInitializer: 'xavier' }),
    /^initializer: must be one of constant, .*glorot_uniform.*got xavier/,
  ],
  [
    'an unknown regulariser',
    () => layers.dense({ units: 1, kernelRegularizer: 'l3' }),
    /^regularizer: must be l1, l2 or l1l2, got l3/,
  ],
  ['a dropout above 1', () => layers.dropout({ rate: 1.5 }), /^dropout: rate must be from 0 to 1, got 1\.5/],
  [
    'a reshape of another size',
    () => layers.reshape({ targetShape: [2, 2] })(vector(3)),
    /^reshape: Reshape: the 3 elements of \(3,\) must fit targetShape, got \(2, 2\)/,
  ],
  [
    'a permutation that misses an axis',
    () => layers.permute({ dims: [1, 3] }),
    /dims must hold each of 1 … 2 once/,
  ],
  ['cropping all away', () => layers.cropping2d({ cropping: 4 })(image()), /larger than what is cropped/],
  [
    'time distributed over vectors',
    () => layers.timeDistributed({ layer: layers.dense({ units: 1 }) })(vector()),
    /^time_distributed: TimeDistributed: the input must be \(batch, time, \.\.\.\)/,
  ],
  [
    'time distributed over nothing',
    () => layers.timeDistributed({} as never),
    /layer must be a layer or a model/,
  ],
  [
    'bidirectional over a dense layer',
    () => layers.bidirectional({ layer: layers.dense({ units: 1 }) as never }),
    /^bidirectional: layer must be an LSTM, GRU or SimpleRNN/,
  ],
  [
    'attention to unequal lengths',
    () =>
      layers.multiHeadAttention({ numHeads: 1, keyDim: 1 })([
        sequence(),
        sequence(),
        input({ shape: [6, 4] }),
      ]),
    /value and key of one length/,
  ],
  [
    'a layer called on data',
    () => layers.dense({ units: 1 })([[1, 2]] as never),
    /a layer is called on symbolic tensors/,
  ],
  [
    'a layer called on nothing',
    () => layers.dense({ units: 1 })(undefined as never),
    /symbolic tensors.*got undefined/,
  ],
  [
    'an option that no call takes',
    () => layers.dense({ units: 1 })(vector(), { trainig: true } as never),
    /options of a call are .*got trainig/,
  ],
  [
    'an input without a shape',
    () => input({} as never),
    /^input_layer: shape must be a list of whole numbers/,
  ],
  ['an input with an unknown size', () => input({ shape: [null as never, 3] }), /got \[null,3\]/],
  [
    'a name with a slash',
    () => layers.dense({ units: 1, name: 'a/b' }),
    /a name must be text without '\/', got "a\/b"/,
  ],
  [
    'an input that is missing',
    () => {
      const [a, b] = [vector(), input({ shape: [3], name: 'side' })];
      model({ inputs: a, outputs: layers.add([a, b]), name: 'm' });
    },
    /^m: every input that the outputs depend on.*got inputs \[input_layer\] without 'side'\. Try: adding the input 'side'/,
  ],
  [
    'a layer name twice',
    () => {
      const x = vector();
      const twice = layers.dense({ units: 3, name: 'd' })(layers.dense({ units: 3, name: 'd' })(x));
      model({ inputs: x, outputs: twice, name: 'm' });
    },
    /^m: every layer of a model must have a name of its own, got the name 'd' on 2 layers/,
  ],
  [
    'a model of no tensors',
    () => model({ inputs: 3 as never, outputs: vector() }),
    /inputs must be a symbolic tensor/,
  ],
  [
    'a model with too few inputs',
    () => {
      const [a, b] = [vector(), vector()];
      model({ inputs: [a, b], outputs: layers.add([a, b]), name: 'm' })(a as never);
    },
    /^m: the model has 2 inputs \(input_layer, input_layer_1\), got 1/,
  ],
  [
    'a model called on another shape',
    () => {
      const a = vector();
      model({ inputs: a, outputs: layers.dense({ units: 1 })(a), name: 'm' })(vector(4));
    },
    /^m: input 'input_layer': must have shape \(\?, 3\), got \(\?, 4\)/,
  ],
];

test.each(CASES)('%s', (_name, act, message) => {
  expect(act).toThrow(message);
});
