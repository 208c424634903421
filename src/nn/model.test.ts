import { beforeEach, describe, expect, test } from 'vitest';
import { ndArray } from '../core/nd-array.ts';
import { layerFromConfig, modelFromJSON } from './deserialize.ts';
import { input } from './input.ts';
import { layers } from './layers/table.ts';
import { type AnyModel, model } from './model.ts';
import { resetNames, snakeCase } from './names.ts';
import { sequential } from './sequential.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';
import { runModel } from './testing/run-model.ts';

beforeEach(resetNames);

const { dense } = layers;

function run(m: unknown, ...data: number[][][]): number[][] {
  const any = m as AnyModel;
  any.initialize(3);
  const arrays = data.map((rows) => ndArray(Float32Array.from(rows.flat()), [rows.length, rows[0]!.length]));
  return runModel(any, arrays).outputs.map((y) => Array.from(y.data));
}

describe('names', () => {
  test('follow the class and count up', () => {
    expect([dense({ units: 1 }), dense({ units: 1 })].map((l) => l.name)).toEqual(['dense', 'dense_1']);
    expect(layers.maxPooling2d().name).toBe('max_pooling2d');
    expect(input({ shape: [1] }).name).toBe('input_layer');
    expect(snakeCase('Conv2DTranspose')).toBe('conv2d_transpose');
    expect(layers.reLU().name).toBe('re_lu');
  });

  test('never equal one that the user chose', () => {
    expect(dense({ units: 1, name: 'dense' }).name).toBe('dense');
    expect(dense({ units: 1 }).name).toBe('dense_1');
    dense({ units: 1, name: 'dense_2' });
    expect(dense({ units: 1 }).name).toBe('dense_3');
  });
});

describe('models', () => {
  test('answer in the form of their outputs', () => {
    const x = input({ shape: [2] });
    const [a, b] = [dense({ units: 3, name: 'a' })(x), dense({ units: 4, name: 'b' })(x)];
    const y = input({ shape: [2] });
    expect(model({ inputs: x, outputs: a })(y).shape).toEqual([null, 3]);
    expect(model({ inputs: x, outputs: [a, b] })(y).map((t) => t.shape)).toEqual([
      [null, 3],
      [null, 4],
    ]);
    const named = model({ inputs: x, outputs: { second: b, first: a } });
    expect(named(y).second.shape).toEqual([null, 4]);
    expect(named.outputNames).toEqual(['first', 'second']);
  });

  test('name their outputs after the layers that make them', () => {
    const x = input({ shape: [2], name: 'main_input' });
    const m = model({
      inputs: [x],
      outputs: [dense({ units: 1, name: 'main_output' })(x), dense({ units: 1 })(x)],
    });
    expect(m.inputNames).toEqual(['main_input']);
    expect(m.outputNames).toEqual(['main_output', 'dense']);
    const shared = dense({ units: 1, name: 'shared' });
    expect(model({ inputs: x, outputs: [shared(x), shared(x)] }).outputNames).toEqual(['shared', 'shared_1']);
  });

  test('called as layers share their weights', () => {
    const x = input({ shape: [3] });
    const inner = model({ inputs: x, outputs: dense({ units: 2 })(dense({ units: 4 })(x)), name: 'inner' });
    const outer = model({ inputs: x, outputs: inner(x) });
    const [a, b] = [input({ shape: [3] }), input({ shape: [3] })];
    const twice = model({ inputs: [a, b], outputs: layers.add([inner(a), inner(b)]) });
    expect(outer.weights).toEqual(inner.weights);
    expect(twice.countParams()).toBe(inner.countParams());
    const [y] = run(inner, [[1, 2, 3]]);
    expect(run(outer, [[1, 2, 3]])).toEqual([y]);
    expect(run(twice, [[1, 2, 3]], [[1, 2, 3]])[0]).toEqual(y!.map((v) => Math.fround(2 * v)));
  });

  test('nest to any depth, functional in sequential and back', () => {
    const x = input({ shape: [3] });
    const a = model({ inputs: x, outputs: dense({ units: 4 })(x) });
    const b = sequential([a, sequential([dense({ units: 5 })]), dense({ units: 2 })]);
    const m = model({ inputs: x, outputs: b(x) });
    expect(m.countParams()).toBe(16 + 25 + 12);
    expect(run(m, [[1, 0, -1]])).toEqual(run(b, [[1, 0, -1]]));
  });

  test('may start at an intermediate tensor or end at one', () => {
    const x = input({ shape: [3] });
    const [first, second] = [dense({ units: 4 }), dense({ units: 2 })];
    const h = first(x);
    const y = second(h);
    expect(model({ inputs: x, outputs: h }).weights).toEqual(first.weights);
    const tail = model({ inputs: h, outputs: y });
    expect(tail.weights).toEqual(second.weights);
    expect(run(tail, [[1, 2, 3, 4]])[0]).toHaveLength(2);
  });

  test('take their inputs by name', () => {
    const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [3], name: 'b' })];
    const m = model({ inputs: [b, a], outputs: layers.concatenate([a, b]) });
    const y = m({ a, b });
    expect(y.node.inputs).toEqual([b, a]);
    expect(() => m({ a })).toThrow(/keys b, a, got no 'b'/);
    expect(() => m({ a, b, c: a })).toThrow(/an unknown 'c'/);
  });

  test('list layers as Keras does, weights of each with the trained ones first', () => {
    const x = input({ shape: [3] });
    const norm = layers.batchNormalization();
    const m = model({ inputs: x, outputs: dense({ units: 1 })(norm(x)) });
    expect(m.layers.map((l) => l.name)).toEqual(['input_layer', 'batch_normalization', 'dense']);
    expect(m.weights.map((w) => w.path)).toEqual([
      'batch_normalization/gamma',
      'batch_normalization/beta',
      'batch_normalization/moving_mean',
      'batch_normalization/moving_variance',
      'dense/kernel',
      'dense/bias',
    ]);
    expect(m.trainableWeights).toHaveLength(4);
    expect(m.getLayer('dense').weights).toHaveLength(2);
    expect(() => m.getLayer('nope')).toThrow(
      /layers are input_layer, batch_normalization, dense, got 'nope'/,
    );
  });

  test('with their layers frozen train nothing from the next compile on', () => {
    const x = input({ shape: [3] });
    const inner = model({ inputs: x, outputs: dense({ units: 2 })(x) });
    const m = model({ inputs: x, outputs: dense({ units: 1 })(inner(x)) });
    m.compile({ loss: 'mse' });
    inner.trainable = false;
    expect(m.compiled!.trainableWeights).toHaveLength(4);
    m.compile({ loss: 'mse' });
    expect(m.compiled!.trainableWeights.map((w) => w.path)).toEqual(['dense_1/kernel', 'dense_1/bias']);
    expect(inner.layers.every((l) => !l.trainable)).toBe(true);
    m.trainable = true;
    expect(m.trainableWeights).toHaveLength(4);
  });

  test('need compile before fit, and a runtime', async () => {
    const x = input({ shape: [1] });
    const m = model({ inputs: x, outputs: dense({ units: 1 })(x) });
    await expect(m.fit([[1]], [[1]])).rejects.toThrow(/^model.fit: the model must be compiled first/);
    m.compile();
    await expect(m.fit([[1]], [[1]])).rejects.toThrow(/^model.fit: training needs a runtime/);
  });
});

describe('sequential', () => {
  test('gets its input from the first layer, an input, or the first call', () => {
    expect(sequential([dense({ units: 2, inputShape: [3] })]).countParams()).toBe(8);
    expect(sequential([input({ shape: [3] }), dense({ units: 2 })]).countParams()).toBe(8);
    const late = sequential({ layers: [dense({ units: 2 }), layers.dropout({ rate: 0.5 })] });
    expect(() => late.inputs).toThrow(/the shape of the input must be known/);
    expect(() => late.countParams()).toThrow(/must be built/);
    expect(late(input({ shape: [3] })).shape).toEqual([null, 2]);
    expect(late.countParams()).toBe(8);
    expect(late.layers.map((l) => l.className)).toEqual(['Dense', 'Dropout']);
  });

  test('gets its shape from a wrapper, and names its weights below itself', () => {
    const timed = layers.timeDistributed({ layer: sequential([dense({ units: 2 })]) });
    expect(timed(input({ shape: [4, 3] })).shape).toEqual([null, 4, 2]);
    expect(timed.weights.map((w) => w.path)).toEqual([
      'time_distributed/sequential/dense/kernel',
      'time_distributed/sequential/dense/bias',
    ]);
  });

  test('reads indices where an embedding comes first', () => {
    const m = sequential([
      layers.embedding({ inputDim: 5, outputDim: 2, inputShape: [4] }),
      layers.flatten(),
    ]);
    expect(m.inputs[0]!.dtype).toBe('int32');
    expect(m.outputShape).toEqual([null, 8]);
  });

  test('refuses what is no layer, a name twice, and several outputs', () => {
    const m = sequential([dense({ units: 2, inputShape: [3], name: 'a' })]);
    expect(() => m.add(3 as never)).toThrow(/must be layers or models/);
    expect(() => m.add(dense({ units: 2, name: 'a' }))).toThrow(/'a' twice/);
    expect(() => m.add(layers.lstm({ units: 2, returnState: true }))).toThrow(/time, features/);
    expect(() => m.add(input({ shape: [1] }))).toThrow(/an input must be the first entry/);
  });
});

describe('toJSON', () => {
  function everything(): AnyModel {
    const [tokens, extra] = [
      input({ shape: [4], dtype: 'int32', name: 'tokens' }),
      input({ shape: [3], name: 'extra' }),
    ];
    const embedded = layers.embedding({ inputDim: 9, outputDim: 3, maskZero: true })(tokens);
    const [sequence, h, c] = layers.lstm({ units: 3, returnSequences: true, returnState: true })(
      embedded,
    ) as [SymbolicTensor, SymbolicTensor, SymbolicTensor];
    const state = layers.lstm({ units: 3 })(sequence, { initialState: [h, c] });
    const both = layers.bidirectional({ layer: layers.gru({ units: 2 }), mergeMode: 'sum' })(sequence);
    const shared = sequential([input({ shape: [3] }), dense({ units: 2, kernelRegularizer: 'l2' })]);
    const timed = layers.timeDistributed({ layer: shared })(sequence);
    const attended = layers.multiHeadAttention({ numHeads: 1, keyDim: 2 })([timed, timed], {
      useCausalMask: true,
    });
    const merged = layers.concatenate([shared(extra), shared(state), both]);
    const outputs = { merged, attended: layers.flatten()(attended) };
    return model({ inputs: { tokens, extra }, outputs, name: 'everything' }) as AnyModel;
  }

  test('gives a model that computes the same', () => {
    const original = everything();
    const json = JSON.stringify(original);
    const copy = modelFromJSON(json);
    expect(JSON.stringify(copy)).toBe(json);
    expect(copy.summary({ printFn: () => {} })).toBe(original.summary({ printFn: () => {} }));
    original.initialize(1);
    copy.setWeights(original.weights.map((w) => ({ data: w.read(), shape: w.shape })));
    const extra = ndArray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    const tokens = ndArray(Int32Array.of(1, 2, 0, 0, 8, 7, 6, 5), [2, 4]);
    expect(copy.inputNames).toEqual(['extra', 'tokens']);
    const [a, b] = [original, copy].map((m) => runModel(m, [extra, tokens]).outputs);
    expect(b).toEqual(a);
  });

  test('refuses a cycle, a missing layer and an unknown class', () => {
    const x = input({ shape: [2], name: 'x' });
    const [a, b] = [dense({ units: 2, name: 'a' }), dense({ units: 2, name: 'b' })];
    const json = JSON.parse(JSON.stringify(model({ inputs: x, outputs: b(a(x)), name: 'm' })));
    const nodes = json.config.layers[1].inboundNodes;
    nodes[0].inputs[0] = ['b', 0, 0];
    expect(() => modelFromJSON(json)).toThrow(/^m: a model must have no cycle.*calls of a, b/);
    nodes[0].inputs[0] = ['z', 0, 0];
    expect(() => modelFromJSON(json)).toThrow(/^m: layers are x, a, b, got 'z'/);
    expect(() => layerFromConfig({ className: 'Nope', config: {} })).toThrow(
      /className must be one of Activation/,
    );
    expect(() => modelFromJSON({ className: 'Dense', config: { units: 1 } })).toThrow(
      /must describe a model, got Dense/,
    );
  });

  test('keeps the config of every layer', () => {
    const configs = [
      layers.conv2d({
        filters: 2,
        kernelSize: [1, 3],
        strides: 2,
        activation: 'relu',
        kernelInitializer: 'he_normal',
      }),
      layers.conv1d({ filters: 2, kernelSize: 3, padding: 'causal' }),
      layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
      layers.separableConv2d({ filters: 2, kernelSize: 3, pointwiseRegularizer: 'l1' }),
      layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, outputPadding: 1 }),
      layers.maxPooling1d({ poolSize: 3, strides: 1 }),
      layers.globalAveragePooling2d({ keepdims: true }),
      layers.layerNormalization({ axis: [1, 2], epsilon: 0.1 }),
      layers.batchNormalization({ momentum: 0.5, scale: false }),
      layers.dot({ axes: [2, 1], normalize: true }),
      layers.reshape({ targetShape: [-1, 2] }),
      layers.zeroPadding2d({
        padding: [
          [1, 2],
          [3, 4],
        ],
      }),
      layers.upSampling2d({ size: [3, 2], interpolation: 'bilinear' }),
      layers.gru({ units: 2, resetAfter: false, recurrentDropout: 0.1 }),
      layers.simpleRNN({ units: 2, activation: null, goBackwards: true }),
      layers.dropout({ rate: 0.2, noiseShape: [null, 1] }),
    ];
    for (const layer of configs) {
      const copy = layerFromConfig({ className: layer.className, config: layer.getConfig() });
      expect(copy.getConfig()).toEqual(layer.getConfig());
    }
  });
});
