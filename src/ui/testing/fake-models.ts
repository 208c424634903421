// Models as the engine would describe them, for the fake worker.

import type { SymbolicShape } from '../../core/shape.ts';
import type { GraphEdge, GraphNode, ModelInfo } from '../../worker/protocol.ts';

type Draft = Partial<GraphNode> & Pick<GraphNode, 'id' | 'className' | 'outputShapes'>;

function node(draft: Draft): GraphNode {
  return {
    layer: draft.id.split('/').pop()!.split(':')[0]!,
    nodeIndex: 0,
    calls: 1,
    parent: null,
    inputShapes: [],
    dtype: 'float32',
    activation: null,
    parameters: 0,
    trainable: true,
    config: { name: draft.id, ...(draft.activation ? { activation: draft.activation } : {}) },
    role: 'layer',
    weights: [],
    ...draft,
  };
}

const input = (id: string, shape: SymbolicShape, dtype = 'float32') =>
  node({ id, className: 'InputLayer', outputShapes: [shape], role: 'input', dtype });

const dense = (id: string, from: number, units: number, activation: string, extra: Partial<GraphNode> = {}) =>
  node({
    id,
    className: 'Dense',
    inputShapes: [[null, from]],
    outputShapes: [[null, units]],
    activation,
    parameters: from * units + units,
    config: { name: id, units, activation, useBias: true, kernelInitializer: 'glorotUniform' },
    weights: [
      { name: 'kernel', shape: [from, units] },
      { name: 'bias', shape: [units] },
    ],
    ...extra,
  });

const loss = (id: string, className: string, lossWeight: number) =>
  node({ id, className, outputShapes: [[]], role: 'loss', lossWeight });

function chain(nodes: readonly GraphNode[], pairs: readonly (readonly [string, string])[]): GraphEdge[] {
  return pairs.map(([from, to]) => {
    const source = nodes.find((one) => one.id === from)!;
    return { from, to, shape: source.outputShapes[0]!, dtype: source.dtype };
  });
}

function model(
  nodes: readonly GraphNode[],
  pairs: readonly (readonly [string, string])[],
  outputs: readonly string[],
): ModelInfo {
  const counted = nodes.filter((one) => one.nodeIndex === 0 && one.role !== 'model');
  const parameters = counted.reduce((sum, one) => sum + one.parameters, 0);
  return {
    nodes,
    edges: chain(nodes, pairs),
    parameters,
    trainableParameters: parameters,
    summary: 'Model: "functional"',
    inputs: nodes
      .filter((one) => one.role === 'input' && one.parent === null)
      .map((one) => ({ name: one.layer, shape: one.outputShapes[0]!, dtype: one.dtype })),
    outputs: outputs.map((name, index) => ({
      name,
      shape: [null, 1],
      loss: 'binary_crossentropy',
      lossWeight: index === 0 ? 1 : 0.2,
    })),
    code: {
      typescript:
        "const inputs = input({ shape: [784] });\nlet x = layers.dense({ units: 64, activation: 'relu' })(inputs);\n",
      python: "inputs = keras.Input(shape=(784,))\nx = keras.layers.Dense(64, activation='relu')(inputs)\n",
    },
  };
}

const mlp = model(
  [
    input('image', [null, 784]),
    dense('dense', 784, 64, 'relu'),
    dense('dense_1', 64, 64, 'relu'),
    dense('predictions', 64, 10, 'softmax', { role: 'output' }),
    loss('loss', 'CategoricalCrossentropy', 1),
  ],
  [
    ['image', 'dense'],
    ['dense', 'dense_1'],
    ['dense_1', 'predictions'],
    ['predictions', 'loss'],
  ],
  ['predictions'],
);

const headline = model(
  [
    input('main_input', [null, 100], 'int32'),
    node({
      id: 'embedding',
      className: 'Embedding',
      inputShapes: [[null, 100]],
      outputShapes: [[null, 100, 512]],
      parameters: 5_120_000,
      weights: [{ name: 'embeddings', shape: [10000, 512] }],
    }),
    node({
      id: 'lstm',
      className: 'LSTM',
      inputShapes: [[null, 100, 512]],
      outputShapes: [[null, 32]],
      activation: 'tanh',
      parameters: 69_760,
    }),
    dense('aux_output', 32, 1, 'sigmoid', { role: 'output' }),
    input('aux_input', [null, 5]),
    node({
      id: 'concatenate',
      className: 'Concatenate',
      inputShapes: [
        [null, 32],
        [null, 5],
      ],
      outputShapes: [[null, 37]],
    }),
    dense('dense', 37, 64, 'relu'),
    dense('dense_1', 64, 64, 'relu'),
    dense('dense_2', 64, 64, 'relu'),
    dense('main_output', 64, 1, 'sigmoid', { role: 'output' }),
    loss('main_output_loss', 'BinaryCrossentropy', 1),
    loss('aux_output_loss', 'BinaryCrossentropy', 0.2),
  ],
  [
    ['main_input', 'embedding'],
    ['embedding', 'lstm'],
    ['lstm', 'aux_output'],
    ['lstm', 'concatenate'],
    ['aux_input', 'concatenate'],
    ['concatenate', 'dense'],
    ['dense', 'dense_1'],
    ['dense_1', 'dense_2'],
    ['dense_2', 'main_output'],
    ['main_output', 'main_output_loss'],
    ['aux_output', 'aux_output_loss'],
  ],
  ['main_output', 'aux_output'],
);

function vision(index: number): GraphNode[] {
  const id = index === 0 ? 'vision' : `vision:${index}`;
  const call = (name: string) => `${id}/${name}`;
  const shared = { calls: 2, nodeIndex: index, parent: id } as const;
  return [
    node({
      id,
      className: 'Functional',
      role: 'model',
      calls: 2,
      nodeIndex: index,
      inputShapes: [[null, 27, 27, 1]],
      outputShapes: [[null, 7744]],
      parameters: 37_568,
    }),
    node({
      id: call('conv2d'),
      className: 'Conv2D',
      inputShapes: [[null, 27, 27, 1]],
      outputShapes: [[null, 25, 25, 64]],
      parameters: 640,
      activation: 'linear',
      ...shared,
    }),
    node({
      id: call('conv2d_1'),
      className: 'Conv2D',
      inputShapes: [[null, 25, 25, 64]],
      outputShapes: [[null, 23, 23, 64]],
      parameters: 36_928,
      activation: 'linear',
      ...shared,
    }),
    node({
      id: call('max_pooling2d'),
      className: 'MaxPooling2D',
      inputShapes: [[null, 23, 23, 64]],
      outputShapes: [[null, 11, 11, 64]],
      ...shared,
    }),
    node({
      id: call('flatten'),
      className: 'Flatten',
      inputShapes: [[null, 11, 11, 64]],
      outputShapes: [[null, 7744]],
      ...shared,
    }),
  ];
}

const within = (box: string): [string, string][] => [
  [`${box}/conv2d`, `${box}/conv2d_1`],
  [`${box}/conv2d_1`, `${box}/max_pooling2d`],
  [`${box}/max_pooling2d`, `${box}/flatten`],
];

const digitPair = model(
  [
    input('digit_a', [null, 27, 27, 1]),
    input('digit_b', [null, 27, 27, 1]),
    ...vision(0),
    ...vision(1),
    node({
      id: 'concatenate',
      className: 'Concatenate',
      inputShapes: [
        [null, 7744],
        [null, 7744],
      ],
      outputShapes: [[null, 15488]],
    }),
    dense('dense', 15488, 64, 'relu'),
    dense('same', 64, 1, 'sigmoid', { role: 'output' }),
    loss('loss', 'BinaryCrossentropy', 1),
  ],
  [
    ['digit_a', 'vision/conv2d'],
    ...within('vision'),
    ['vision/flatten', 'concatenate'],
    ['digit_b', 'vision:1/conv2d'],
    ...within('vision:1'),
    ['vision:1/flatten', 'concatenate'],
    ['concatenate', 'dense'],
    ['dense', 'same'],
    ['same', 'loss'],
  ],
  ['same'],
);

export const FAKE_MODELS: Readonly<Record<string, ModelInfo>> = {
  'mnist-mlp': mlp,
  headline,
  'digit-pair': digitPair,
};
