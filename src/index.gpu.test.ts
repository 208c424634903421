import { beforeAll, expect, test } from 'vitest';
import { sharedDevice } from './gpu/testing/shared-device.ts';
import { concatenate, input, layers, model, ndArray, useDevice } from './index.ts';

beforeAll(async () => useDevice(await sharedDevice()));

const random = (shape: number[], f = (x: number) => x) => {
  let state = 1;
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return f(state / 2 ** 32);
  });
  return ndArray(data, shape);
};

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

test('the guide: two inputs, two outputs, trained by name', async () => {
  const m = headline();
  m.compile({
    optimizer: 'rmsprop',
    loss: 'binary_crossentropy',
    lossWeights: { main_output: 1, aux_output: 0.2 },
  });
  const { history } = await m.fit(
    { main_input: words, aux_input: features },
    { main_output: labels, aux_output: labels },
    { epochs: 4, batchSize: 32 },
  );
  expect(Object.keys(history).sort()).toEqual(['aux_output_loss', 'loss', 'main_output_loss']);
  expect(history.loss!.at(-1)).toBeLessThan(history.loss![0]!);
  const [main, aux] = (await m.predict([words, features])) as { shape: readonly number[] }[];
  expect([main!.shape, aux!.shape]).toEqual([
    [70, 1],
    [70, 1],
  ]);
});
