import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sharedDevice } from './gpu/testing/shared-device.ts';
import {
  add,
  callbacks,
  concatenate,
  disposeAll,
  input,
  layers,
  model,
  type NdArray,
  ndArray,
  optimizers,
  sequential,
  useDevice,
} from './index.ts';
import { resetNames } from './nn/names.ts';
import { expectClose } from './nn/testing/expect-close.ts';

beforeAll(async () => useDevice(await sharedDevice()));
beforeEach(async () => {
  await disposeAll();
  resetNames();
});

/** Numbers from a small generator, the same in every run; `f` maps [0, 1). */
function random(shape: readonly number[], f = (x: number) => 2 * x - 1): NdArray {
  let state = 1;
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = f(state / 2 ** 32);
  }
  return ndArray(data, shape);
}

/** The guide's model with two inputs and two outputs, smaller. */
function headline() {
  const mainInput = input({ shape: [20], dtype: 'int32', name: 'main_input' });
  const embedded = layers.embedding({ inputDim: 50, outputDim: 8 })(mainInput);
  const encoded = layers.lstm({ units: 8 })(embedded);
  const auxOutput = layers.dense({ units: 1, activation: 'sigmoid', name: 'aux_output' })(encoded);
  const auxInput = input({ shape: [5], name: 'aux_input' });
  let x = concatenate([encoded, auxInput]);
  for (let i = 0; i < 3; i++) x = layers.dense({ units: 16, activation: 'relu' })(x);
  const mainOutput = layers.dense({ units: 1, activation: 'sigmoid', name: 'main_output' })(x);
  return model({ inputs: [mainInput, auxInput], outputs: [mainOutput, auxOutput] });
}

const words = random([70, 20], (x) => Math.floor(50 * x));
const features = random([70, 5]);
const labels = random([70, 1], (x) => Math.round(x));

const rows = (array: NdArray, from: number, to: number): NdArray => {
  const width = array.data.length / array.shape[0]!;
  return {
    ...array,
    data: array.data.slice(from * width, to * width),
    shape: [to - from, ...array.shape.slice(1)],
  };
};

describe('the headline model', () => {
  const trained = async (lossWeights: number[] | Record<string, number>, byName: boolean) => {
    resetNames();
    const m = headline();
    m.compile({ optimizer: 'rmsprop', loss: 'binary_crossentropy', lossWeights });
    const { history } = await m.fit(
      byName ? { main_input: words, aux_input: features } : [words, features],
      byName ? { main_output: labels, aux_output: labels } : [labels, labels],
      { epochs: 4, batchSize: 32 },
    );
    return { m, history };
  };

  test('trains from data by name, and names its losses', async () => {
    const { m, history } = await trained({ main_output: 1, aux_output: 0.2 }, true);
    expect(Object.keys(history).sort()).toEqual(['aux_output_loss', 'loss', 'main_output_loss']);
    expect(history.loss!.at(-1)).toBeLessThan(history.loss![0]!);
    history.loss!.forEach((loss, i) => {
      expect(loss).toBeCloseTo(history.main_output_loss![i]! + 0.2 * history.aux_output_loss![i]!, 6);
    });
    const [main, aux] = (await m.predict([words, features])) as NdArray[];
    expect([main!.shape, aux!.shape]).toEqual([
      [70, 1],
      [70, 1],
    ]);
  });

  test('loss weights and data as lists and by name are the same run', async () => {
    const byName = await trained({ main_output: 1, aux_output: 0.2 }, true);
    const inOrder = await trained([1, 0.2], false);
    expect(inOrder.history).toEqual(byName.history);
  });
});

function regression() {
  const x = input({ shape: [5] });
  const m = model({
    inputs: x,
    outputs: layers.dense({ units: 1 })(layers.dense({ units: 6, activation: 'tanh' })(x)),
  });
  m.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'] });
  return m;
}

describe('fit', () => {
  test('goes on from call to call: 2 + 3 epochs are 5', async () => {
    const whole = regression();
    const { history } = await whole.fit(features, labels, { epochs: 5, batchSize: 16, seed: 3 });
    resetNames();
    const parts = regression();
    const first = await parts.fit(features, labels, { epochs: 2, batchSize: 16, seed: 3 });
    const rest = await parts.fit(features, labels, { epochs: 5, initialEpoch: 2, batchSize: 16, seed: 3 });
    expect(rest.epoch).toEqual([2, 3, 4]);
    expect([...first.history.loss!, ...rest.history.loss!]).toEqual(history.loss);
  });

  test('visits the samples in another order each epoch, also over calls', async () => {
    const m = regression();
    m.compile({ optimizer: optimizers.sgd(0), loss: 'mse' });
    const firstLosses: number[] = [];
    const onBatchEnd = (batch: number, logs = {} as { [name: string]: number }) => {
      if (batch === 0) firstLosses.push(logs.loss!);
    };
    for (let i = 0; i < 3; i++) await m.fit(features, labels, { batchSize: 8, callbacks: [{ onBatchEnd }] });
    expect(new Set(firstLosses).size).toBe(3);
  });

  test('a short last batch and validation on the last samples count every sample once', async () => {
    const m = regression();
    m.compile({ optimizer: optimizers.sgd(0), loss: 'mse', metrics: ['mae'] });
    const { history } = await m.fit(features, labels, { batchSize: 16, validationSplit: 0.3 });
    const at = Math.floor(70 * 0.7);
    const train = await m.evaluate(rows(features, 0, at), rows(labels, 0, at), { batchSize: 7 });
    const validation = await m.evaluate(rows(features, at, 70), rows(labels, at, 70));
    for (const key of ['loss', 'mae']) {
      expect(history[key]![0]).toBeCloseTo(train[key]!, 5);
      expect(history[`val_${key}`]![0]).toBeCloseTo(validation[key]!, 5);
    }
  });

  test('validates every validationFreq epochs on data of its own', async () => {
    const m = regression();
    const { history } = await m.fit(features, labels, {
      epochs: 5,
      validationData: [rows(features, 0, 9), rows(labels, 0, 9)],
      validationFreq: 2,
    });
    expect(history.loss).toHaveLength(5);
    expect(history.val_loss).toHaveLength(2);
  });

  test('callbacks see logs, may predict, and may stop', async () => {
    const m = regression();
    const seen: string[] = [];
    const { history } = await m.fit(features, labels, {
      epochs: 10,
      batchSize: 35,
      callbacks: [
        {
          onTrainBegin: () => void seen.push('begin'),
          onBatchEnd: (batch, logs) => void seen.push(`batch ${batch} ${Object.keys(logs!).join()}`),
          onEpochEnd: async (epoch) => {
            const predicted = (await m.predict(features)) as NdArray;
            seen.push(`epoch ${epoch} ${predicted.shape.join()}`);
          },
          onTrainEnd: () => void seen.push('end'),
        },
        callbacks.earlyStopping({ monitor: 'loss', patience: 0, minDelta: 10 }),
      ],
    });
    expect(history.loss).toHaveLength(2);
    const epoch = (i: number) => ['batch 0 loss,mae', 'batch 1 loss,mae', `epoch ${i} 70,1`];
    expect(seen).toEqual(['begin', ...epoch(0), ...epoch(1), 'end']);
  });

  test('the weights of the best epoch come back', async () => {
    const m = regression();
    m.compile({ optimizer: optimizers.sgd(0.5), loss: 'mse' });
    const kept: NdArray[][] = [];
    const best = callbacks.earlyStopping({ monitor: 'loss', patience: 2, restoreBestWeights: true });
    await m.fit(features, labels, {
      epochs: 40,
      batchSize: 7,
      callbacks: [{ onEpochEnd: async () => void kept.push(await m.getWeights()) }, best],
    });
    const weights = await m.getWeights();
    expect(weights.map((w) => [...w.data])).toEqual(kept[best.bestEpoch]!.map((w) => [...w.data]));
  });

  test('one run of a model at a time', async () => {
    const m = regression();
    const running = m.fit(features, labels, { epochs: 3 });
    await expect(m.fit(features, labels)).rejects.toThrow(/model.fit: the model must not be in training/);
    await expect(m.trainOnBatch(features, labels)).rejects.toThrow(/model.trainOnBatch: the model must not/);
    await running;
    expect(Object.keys(await m.trainOnBatch(features, labels))).toEqual(['loss', 'mae']);
  });
});

describe('weights', () => {
  test('come back after training and go to the device when they are set', async () => {
    const m = regression();
    const before = await m.getWeights();
    await m.fit(features, labels);
    const after = await m.getWeights();
    expect(after.map((w) => w.shape)).toEqual([[5, 6], [6], [6, 1], [1]]);
    expect([...after[0]!.data]).not.toEqual([...before[0]!.data]);
    const trained = await m.evaluate(features, labels);
    m.setWeights(before);
    expect(await m.evaluate(features, labels)).not.toEqual(trained);
    m.setWeights(after);
    expect(await m.evaluate(features, labels)).toEqual(trained);
  });

  test('are shared by models that share layers: an encoder predicts with what its autoencoder learnt', async () => {
    const x = input({ shape: [5] });
    const code = layers.dense({ units: 3, activation: 'tanh' })(x);
    const autoencoder = model({ inputs: x, outputs: layers.dense({ units: 5 })(code) });
    const encoder = model({ inputs: x, outputs: code });
    autoencoder.compile({ optimizer: 'adam', loss: 'mse' });
    const before = (await encoder.predict(features)) as NdArray;
    await autoencoder.fit(features, features, { epochs: 2 });
    const after = (await encoder.predict(features)) as NdArray;
    expect([...after.data]).not.toEqual([...before.data]);
    const [kernel, bias] = await encoder.getWeights();
    const by = (i: number, j: number) =>
      Math.tanh(
        bias!.data[j]! +
          [0, 1, 2, 3, 4].reduce((s, k) => s + features.data[i * 5 + k]! * kernel!.data[k * 3 + j]!, 0),
      );
    expectClose(after.data.slice(0, 3), [by(0, 0), by(0, 1), by(0, 2)]);
    // And training goes on from there.
    const [loss] = (await autoencoder.fit(features, features)).history.loss!;
    expect(loss).toBeCloseTo((await autoencoder.evaluate(features, features)).loss!, 1);
  });

  test('a layer frozen by the next compile stays as it is', async () => {
    const m = regression();
    const [, frozen] = m.layers.filter((l) => l.weights.length > 0);
    await m.fit(features, labels);
    const before = await m.getWeights();
    frozen!.trainable = false;
    m.compile({ optimizer: 'adam', loss: 'mse' });
    await m.fit(features, labels);
    const after = await m.getWeights();
    expect([...after[0]!.data]).not.toEqual([...before[0]!.data]);
    expect(after.slice(2).map((w) => [...w.data])).toEqual(before.slice(2).map((w) => [...w.data]));
  });

  test('survive dispose', async () => {
    const m = regression();
    await m.fit(features, labels);
    const found = await m.evaluate(features, labels);
    await m.dispose();
    expect(await m.evaluate(features, labels)).toEqual(found);
  });
});

test('predict takes any number of samples, in the form of the outputs', async () => {
  const x = input({ shape: [5], name: 'x' });
  const [a, b] = [layers.dense({ units: 2 })(x), layers.dense({ units: 3 })(x)];
  const m = model({ inputs: x, outputs: { a, b } });
  const whole = (await m.predict(features)) as Record<string, NdArray>;
  const pieces = (await m.predict({ x: features }, { batchSize: 17 })) as Record<string, NdArray>;
  expect([whole.a!.shape, whole.b!.shape]).toEqual([
    [70, 2],
    [70, 3],
  ]);
  expectClose(pieces.b!.data, whole.b!.data);
  const [row] = [...((await m.predict([[1, 2, 3, 4, 5]])) as Record<string, NdArray>).a!.data];
  expect(Number.isFinite(row)).toBe(true);
});

test('the learning rate may be set between calls, also where the optimizer was chosen by name', async () => {
  const m = regression();
  await m.fit(features, labels);
  const before = await m.getWeights();
  m.optimizer.learningRate = 0;
  await m.fit(features, labels);
  expect((await m.getWeights()).map((w) => [...w.data])).toEqual(before.map((w) => [...w.data]));
});

test('bytes, whole numbers and nested lists are data', async () => {
  const pixels = input({ shape: [2, 2], dtype: 'uint8', name: 'pixels' });
  const scaled = layers.rescaling({ scale: 1 / 255 })(pixels);
  const sum = add([layers.flatten()(scaled), layers.flatten()(scaled)]);
  const m = model({ inputs: pixels, outputs: sum });
  const bytes = { data: Uint8Array.of(0, 51, 102, 255, 255, 0, 0, 51), shape: [2, 2, 2] };
  const want = [0, 0.4, 0.8, 2, 2, 0, 0, 0.4];
  expectClose(((await m.predict(bytes)) as NdArray).data, want);
  const lists = [
    [
      [0, 51],
      [102, 255],
    ],
    [
      [255, 0],
      [0, 51],
    ],
  ];
  expectClose(((await m.predict(lists)) as NdArray).data, want);
});

test('a model too large for the device says so before anything is made for it', async () => {
  const m = sequential([layers.dense({ units: 60_000, inputShape: [60_000] })]);
  m.compile({ loss: 'mse' });
  const wide = { data: new Float32Array(60_000), shape: [1, 60_000] };
  const message = /must fit into one buffer of this GPU \(max\w+ = .* GB\), got 14.40 GB. Try:/;
  await expect(m.fit(wide, wide)).rejects.toThrow(message);
  expect(m.weights.every((w) => w.value === null)).toBe(true);
});

test('a sequential model without a shape takes that of its first data, compiled before or not', async () => {
  const m = sequential([layers.dense({ units: 4 }), layers.dense({ units: 1 })]);
  m.compile({ optimizer: optimizers.sgd(0.1), loss: 'mse' });
  const { history } = await m.fit(features, labels, { epochs: 3 });
  expect(m.countParams()).toBe(5 * 4 + 4 + 4 + 1);
  expect(history.loss![2]).toBeLessThan(history.loss![0]!);
  const bare = sequential([layers.dense({ units: 2 })]);
  expect(((await bare.predict([1, 2, 3])) as NdArray).shape).toEqual([3, 2]);
});

test('sequential models train, and dropout acts in training alone', async () => {
  const m = sequential([
    layers.dense({ units: 8, inputShape: [5] }),
    layers.dropout({ rate: 0.5 }),
    layers.dense({ units: 1 }),
  ]);
  m.compile({ optimizer: optimizers.sgd(0), loss: 'mse' });
  const { history } = await m.fit(features, labels, { epochs: 2, shuffle: false });
  expect(history.loss![0]).not.toBe(history.loss![1]);
  expect(await m.evaluate(features, labels)).toEqual(await m.evaluate(features, labels));
});
