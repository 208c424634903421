import { beforeEach, expect, test } from 'vitest';
import { input } from './input.ts';
import { layers } from './layers/table.ts';
import { resetNames } from './names.ts';

beforeEach(resetNames);

test('a layer called once answers for its only node', () => {
  const a = input({ shape: [280, 256] });
  const lstm = layers.lstm({ units: 32 });
  const encoded = lstm(a);
  expect(lstm.output).toBe(encoded);
  expect(lstm.input).toBe(a);
  expect(lstm.inputShape).toEqual([null, 280, 256]);
  expect(lstm.outputShape).toEqual([null, 32]);
});

test('with two nodes output is ill-defined, in the words of the guide', () => {
  layers.lstm({ units: 1 });
  const lstm = layers.lstm({ units: 32 });
  const a = lstm(input({ shape: [280, 256] }));
  const b = lstm(input({ shape: [280, 256] }));
  expect(lstm.name).toBe('lstm_1');
  const message =
    'Layer lstm_1 has multiple inbound nodes, hence the notion of "layer output" is ill-defined. Use getOutputAt(nodeIndex) instead.';
  expect(() => lstm.output).toThrowError(new RegExp(`^${message.replace(/[().]/g, '\\$&')}$`));
  expect(() => lstm.input).toThrow(/"layer input" is ill-defined. Use getInputAt\(nodeIndex\) instead\.$/);
  expect(lstm.getOutputAt(0)).toBe(a);
  expect(lstm.getOutputAt(1)).toBe(b);
  expect(lstm.getInputAt(1)).toBe(b.node.inputs[0]);
  expect(lstm.getInputShapeAt(1)).toEqual([null, 280, 256]);
  expect(lstm.getOutputShapeAt(0)).toEqual([null, 32]);
  expect(lstm.outputShape).toEqual([null, 32]);
});

test('an index out of range says how many nodes there are', () => {
  const dense = layers.dense({ units: 2 });
  dense(input({ shape: [3] }));
  dense(input({ shape: [3] }));
  for (const ask of ['getOutputAt', 'getInputAt', 'getOutputShapeAt', 'getInputShapeAt'] as const) {
    expect(() => dense[ask](2)).toThrow(/^dense: .* from 0 to 1, for the layer has 2 inbound nodes, got 2/);
    expect(() => dense[ask](-1)).toThrow(/2 inbound nodes, got -1/);
  }
});

test('shapes that differ between nodes are ill-defined too', () => {
  const conv = layers.conv2d({ filters: 16, kernelSize: 3, padding: 'same' });
  conv(input({ shape: [32, 32, 3] }));
  expect(conv.inputShape).toEqual([null, 32, 32, 3]);
  conv(input({ shape: [64, 64, 3] }));
  expect(() => conv.inputShape).toThrow(
    /^conv2d: the layer has 2 inbound nodes of different input shapes.*\(\?, 32, 32, 3\) and \(\?, 64, 64, 3\)/,
  );
  expect(() => conv.outputShape).toThrow(/different output shapes/);
  expect(conv.getInputShapeAt(0)).toEqual([null, 32, 32, 3]);
  expect(conv.getInputShapeAt(1)).toEqual([null, 64, 64, 3]);
});

test('a layer that was never called has no output', () => {
  expect(() => layers.dense({ units: 1 }).output).toThrow(
    /^dense: a layer that was never called has no output/,
  );
});

test('several inputs and outputs answer as lists', () => {
  const [a, b] = [input({ shape: [3] }), input({ shape: [3] })];
  const add = layers.add();
  add([a, b]);
  expect(add.input).toEqual([a, b]);
  const lstm = layers.lstm({ units: 4, returnState: true });
  const [y, h, c] = lstm(input({ shape: [5, 2] })) as [typeof a, typeof a, typeof a];
  expect(lstm.output).toEqual([y, h, c]);
  expect([y.name, h.name, c.name]).toEqual(['lstm', 'lstm:1', 'lstm:2']);
});

test('a layer is a function, and apply does the same', () => {
  const dense = layers.dense({ units: 2 });
  const x = input({ shape: [3] });
  expect(typeof dense).toBe('function');
  expect(dense(x).shape).toEqual(dense.apply(x).shape);
  expect(dense.inboundNodes).toHaveLength(2);
});
