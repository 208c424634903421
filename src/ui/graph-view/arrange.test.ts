import { expect, test } from 'vitest';
import { FAKE_MODELS } from '../testing/fake-models.ts';
import { arrange, edgeLabel, NODE_WIDTH } from './arrange.ts';
import { kindOf } from './kinds.ts';
import { sharedColors } from './shared.ts';

const pair = FAKE_MODELS['digit-pair']!;

test('a chain stands in a row, in order', () => {
  const { nodes } = arrange(FAKE_MODELS['mnist-mlp']!, [], 'LR');
  const places = nodes.map((placed) => placed.x);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(new Set(nodes.map((placed) => placed.y + placed.height / 2)).size).toBe(1);
});

test('what is in an open box stands inside its walls', () => {
  const { nodes } = arrange(pair, [], 'LR');
  const box = nodes.find((placed) => placed.node.id === 'vision:1')!;
  const inner = nodes.filter((placed) => placed.node.parent === 'vision:1');
  expect(inner).toHaveLength(4);
  for (const placed of inner) {
    expect(placed.x).toBeGreaterThanOrEqual(box.x);
    expect(placed.x + NODE_WIDTH).toBeLessThanOrEqual(box.x + box.width);
    expect(placed.y).toBeGreaterThanOrEqual(box.y);
  }
});

test('a closed box is one node, and edges end at its wall', () => {
  const { nodes, edges } = arrange(pair, ['vision'], 'LR');
  expect(nodes.some((placed) => placed.node.parent === 'vision')).toBe(false);
  expect(edges).toContainEqual({ from: 'digit_a', to: 'vision', label: '27×27×1' });
  expect(edges).toContainEqual({ from: 'vision', to: 'concatenate', label: '7744' });
});

test('labels of edges leave out the batch and name unusual dtypes', () => {
  expect(edgeLabel({ shape: [null, 100], dtype: 'int32' })).toBe('100 int32');
  expect(edgeLabel({ shape: [null], dtype: 'float32' })).toBe('1');
});

test('a shared layer has one colour at all its calls; what is in a shared box takes the colour of the box', () => {
  const colors = sharedColors(pair.nodes);
  expect(colors.get('vision')).toBe(colors.get('vision:1'));
  expect(colors.get('vision/conv2d')).toBe(colors.get('vision'));
  expect(colors.has('dense')).toBe(false);
});

test.each([
  ['Conv2D', 'conv'],
  ['MaxPooling2D', 'conv'],
  ['LSTM', 'recurrent'],
  ['Concatenate', 'merge'],
  ['BatchNormalization', 'regular'],
  ['Flatten', 'shape'],
  ['Dense', 'dense'],
])('%s is of kind %s', (className, kind) => expect(kindOf({ role: 'layer', className })).toBe(kind));
