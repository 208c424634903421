import { describe, expect, test } from 'vitest';
import {
  type GoldenModelSpec,
  type GoldenWeight,
  goldenNames,
  loadGolden,
} from '../../fixtures/golden/load.ts';
import { resetNames } from './names.ts';
import { goldenSpecModel } from './testing/golden-model.ts';

interface GoldenCounts {
  readonly kind: 'counts';
  readonly model: GoldenModelSpec;
  readonly total: number;
  readonly layers: Readonly<Record<string, number>>;
}

interface GoldenSummary {
  readonly kind: 'summary';
  readonly model: GoldenModelSpec;
  readonly lineLength: number;
  readonly compiled: boolean;
  readonly options: { readonly expand_nested?: boolean; readonly show_trainable?: boolean };
  readonly text: string;
}

const names = goldenNames('counts');

describe.each(names.filter((name) => !name.startsWith('summary-')))('%s', (name) => {
  test('has as many parameters as in Keras, layer by layer in its order', () => {
    const { model: spec, total, layers } = loadGolden<GoldenCounts>('counts', name);
    const model = goldenSpecModel(spec);
    expect(Object.fromEntries(model.layers.map((l) => [l.name, l.countParams()]))).toEqual(layers);
    expect(model.layers.map((l) => l.name)).toEqual(Object.keys(layers));
    expect(model.countParams()).toBe(total);
    expect(model.weights.every((w) => w.value === null)).toBe(true);
  });
});

test.each(goldenNames('training'))('the weights of %s have the paths of Keras, in its order', (name) => {
  const { model: spec, weights } = loadGolden<{ model: GoldenModelSpec; weights: GoldenWeight[] }>(
    'training',
    name,
  );
  resetNames();
  const model = goldenSpecModel(spec);
  expect(model.weights.map((w) => [w.path, [...w.shape]])).toEqual(
    weights.map((w) => [w.path, w.array.shape]),
  );
});

describe.each(names.filter((name) => name.startsWith('summary-')))('%s', (name) => {
  test('prints what Keras prints', () => {
    const { model: spec, lineLength, compiled, options, text } = loadGolden<GoldenSummary>('counts', name);
    const model = goldenSpecModel(spec);
    if (compiled) {
      model.compile({ optimizer: 'adam', loss: 'mse' });
      // Adam keeps two moments of each weight, the step and the learning rate.
      model.optimizerParams = 2 * model.countParams() + 2;
    }
    const printed: string[] = [];
    model.summary({
      lineLength,
      expandNested: options.expand_nested ?? false,
      showTrainable: options.show_trainable ?? false,
      printFn: (line) => printed.push(line),
    });
    expect(printed.join('\n')).toBe(text);
  });
});
