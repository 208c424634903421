import { beforeEach, describe, expect, test } from 'vitest';
import type { AnyLayer } from '../nn/layer.ts';
import type { AnyModel } from '../nn/model.ts';
import { resetNames } from '../nn/names.ts';
import { checkValues } from './check-values.ts';
import { GUIDES_HEAD, HIDDEN_HEAD } from './head.ts';
import { type Preset, type PresetSize, type PresetValues, presetValues } from './preset.ts';
import { PRESETS, presetById } from './table.ts';

const SIZES: readonly PresetSize[] = ['quick', 'default', 'seed'];

beforeEach(resetNames);

const built = (id: string, size: PresetSize, changed: PresetValues = {}): AnyModel => {
  const preset = presetById(id);
  return preset.build(presetValues(preset, size, changed)).model;
};

/** A layer of the model, also inside nested ones. */
function layerOf(model: AnyModel, name: string): AnyLayer {
  const all = (layer: AnyLayer): AnyLayer[] => [layer, ...layer.sublayers.flatMap(all)];
  return all(model).find((layer) => layer.name === name)!;
}

test('there are nine presets with different names', () => {
  expect(PRESETS).toHaveLength(9);
  expect(new Set(PRESETS.map((p) => p.id)).size).toBe(9);
  expect(() => presetById('nothing')).toThrow(/preset: must be one of mnist-mlp/);
});

describe.each(PRESETS.map((p) => [p.id, p] as const))('%s', (_id, preset: Preset) => {
  test.each(SIZES)('stands at size %s, without a weight in memory', (size) => {
    const values = presetValues(preset, size);
    expect(() => checkValues(preset, values)).not.toThrow();
    const { model, batchSize, epochs } = preset.build(values);
    expect(model.weights.every((w) => w.value === null)).toBe(true);
    expect(batchSize).toBeGreaterThan(0);
    expect(epochs).toBeGreaterThan(0);
  });

  test('grows with its size', () => {
    const count = (size: PresetSize) => {
      resetNames();
      return preset.build(presetValues(preset, size)).model.countParams();
    };
    expect(count('quick')).toBeLessThanOrEqual(count('default'));
  });

  test('says what it teaches, and what to try', () => {
    expect(preset.teaches).toMatch(/^[A-Z].*\.$/);
    expect(preset.about.length).toBeGreaterThan(150);
    expect(preset.tryThis.length).toBeGreaterThanOrEqual(3);
  });

  test('has settings with a range, a text, and ids that differ', () => {
    expect(new Set(preset.params.map((p) => p.id)).size).toBe(preset.params.length);
    for (const param of preset.params) {
      expect(param.help, param.id).toMatch(/[.]$/);
      const number = param.kind === 'int' || param.kind === 'float';
      if (number) expect(param.min! < param.max!, param.id).toBe(true);
    }
  });

  test('can let its learning rate fall', () => {
    const values = { ...presetValues(preset, 'quick'), schedule: 'cosine', learningRate: 0.01 };
    const { optimizer } = preset.build(values).model.compiledOr('test');
    expect(optimizer.learningRateAt(0)).toBeCloseTo(0.01, 8);
    expect(optimizer.learningRateAt(1_000_000)).toBeCloseTo(0.0002, 8);
  });
});

describe('at seed scale the parameters are those of the guide', () => {
  test.each([
    ['mnist-mlp', 55_050],
    ['digit-sequence', 55_050],
    ['headline', 5_200_610],
    ['tweet-pair', 82_305],
    ['digit-pair', 53_057],
    ['vqa', 165_077_800],
    ['video-qa', 169_436_968],
  ])('%s', (id, count) => {
    expect(built(id, 'seed').countParams()).toBe(count);
  });

  test('inception and residual: the block, and a classifier of its channels', () => {
    const classifier = (channels: number) => 10 * channels + 10;
    expect(built('inception', 'seed').countParams()).toBe(140_160 + classifier(192));
    expect(built('residual', 'seed').countParams()).toBe(84 + classifier(3));
  });

  test('and those of the models inside', () => {
    expect(layerOf(built('digit-pair', 'seed'), 'vision').countParams()).toBe(37_568);
    expect(layerOf(built('vqa', 'seed'), 'vision').countParams()).toBe(1_735_488);
    expect(layerOf(built('vqa', 'seed'), 'question_encoder').countParams()).toBe(3_085_312);
  });
});

test.each(['tweet-pair', 'digit-pair', 'vqa', 'video-qa'])(
  "the head of %s is the guide's or has hidden layers",
  (id) => {
    const heads = (head: string) =>
      built(id, 'quick', { head }).layers.filter((layer) => layer.name.startsWith('head_'));
    expect(heads(GUIDES_HEAD)).toHaveLength(0);
    expect(heads(HIDDEN_HEAD).length).toBeGreaterThan(0);
    expect(presetById(id).params.find((p) => p.id === 'head')!.values.seed).toBe(GUIDES_HEAD);
  },
);

test('shared layers are called twice and counted once', () => {
  expect(layerOf(built('tweet-pair', 'quick'), 'shared_lstm').inboundNodes).toHaveLength(2);
  expect(layerOf(built('digit-pair', 'quick'), 'vision').inboundNodes).toHaveLength(2);
});

test('the rows of digits are read by the very model of the MNIST preset', () => {
  const mlp = layerOf(built('digit-sequence', 'quick'), 'mnist_mlp');
  const alone = built('mnist-mlp', 'quick');
  const shapes = (layer: AnyLayer) => layer.weights.map((w) => [w.path, w.shape]);
  expect(shapes(mlp)).toEqual(shapes(alone));
});
