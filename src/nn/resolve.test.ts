import { describe, expect, it } from 'vitest';
import { lossKeys, metricKeys } from './log-keys.ts';
import { losses } from './losses/table.ts';
import { metrics } from './metrics/table.ts';
import { optimizers } from './optimizers/table.ts';
import {
  type OutputShapes,
  resolveLoss,
  resolveLosses,
  resolveLossWeights,
  resolveMetric,
  resolveMetrics,
  resolveOptimizer,
} from './resolve.ts';

const binary: OutputShapes = { name: 'main_output', output: [null, 1], target: [null, 1] };
const oneHot: OutputShapes = { name: 'class', output: [null, 10], target: [null, 10] };
const sparse: OutputShapes = { name: 'class', output: [null, 10], target: [null] };
const column: OutputShapes = { name: 'class', output: [null, 10], target: [null, 1] };
const steps: OutputShapes = { name: 'class', output: [null, 20, 10], target: [null, 20] };
const pair = [binary, { ...binary, name: 'aux_output' }];

describe('losses by name', () => {
  it.each(['binary_crossentropy', 'binaryCrossentropy', 'BinaryCrossentropy', 'bce', 'BCE'])('%s', (name) =>
    expect(resolveLoss(name, binary).className).toBe('BinaryCrossentropy'),
  );

  it('take an object as it is', () => {
    const loss = losses.huber({ delta: 2 });
    expect(resolveLoss(loss, binary)).toBe(loss);
  });

  it.each([
    [binary, 'BinaryCrossentropy'],
    [oneHot, 'CategoricalCrossentropy'],
    [sparse, 'SparseCategoricalCrossentropy'],
  ] as const)('crossentropy by shapes', (shapes, className) =>
    expect(resolveLoss('crossentropy', shapes).className).toBe(className),
  );

  it('list the known names for an unknown one', () =>
    expect(() => resolveLoss('binary_crossentrpy', binary)).toThrow(
      /model\.compile: loss is an object or one of the names binary_crossentropy, .*'binary_crossentrpy'/,
    ));

  it('must be reduced to a number', () =>
    expect(() => resolveLoss(losses.huber({ reduction: 'none' }), binary)).toThrow(/reduction 'none'/));
});

describe('losses of several outputs', () => {
  it('one for all, a list and a dictionary are the same', () => {
    const names = (spec: Parameters<typeof resolveLosses>[0]) =>
      resolveLosses(spec, pair).map((loss) => loss?.className);
    const both = ['BinaryCrossentropy', 'BinaryCrossentropy'];
    expect(names('bce')).toEqual(both);
    expect(names(['bce', 'bce'])).toEqual(both);
    expect(names({ aux_output: 'bce', main_output: 'bce' })).toEqual(both);
    expect(names([null, 'bce'])).toEqual([undefined, 'BinaryCrossentropy']);
  });

  it('say which name is none of the outputs, and which is missing', () => {
    expect(() => resolveLosses({ main_output: 'bce', axu_output: 'bce' }, pair)).toThrow(
      /loss has one entry for each output.*'main_output', 'aux_output', got the name 'axu_output'/,
    );
    expect(() => resolveLosses({ main_output: 'bce' }, pair)).toThrow(/got none for 'aux_output'/);
    expect(() => resolveLosses(['bce'], pair)).toThrow(/got a list of 1/);
  });

  it('weights as list, dictionary and default', () => {
    const names = ['main_output', 'aux_output'];
    expect(resolveLossWeights(null, names)).toEqual([1, 1]);
    expect(resolveLossWeights([1, 0.2], names)).toEqual([1, 0.2]);
    expect(resolveLossWeights({ aux_output: 0.2, main_output: 1 }, names)).toEqual([1, 0.2]);
    expect(() => resolveLossWeights({ main_output: 1 }, names)).toThrow(/lossWeights must have an entry/);
  });

  it('are logged by output where there are several', () => {
    expect(lossKeys(['a', 'b'], resolveLosses('mse', pair))).toEqual(['a_loss', 'b_loss']);
    expect(lossKeys(['a', 'b'], resolveLosses(['mse', null], pair))).toEqual([null, null]);
  });
});

describe('metrics', () => {
  it.each([
    [binary, 'BinaryAccuracy'],
    [oneHot, 'CategoricalAccuracy'],
    [sparse, 'SparseCategoricalAccuracy'],
    [column, 'SparseCategoricalAccuracy'],
    [steps, 'SparseCategoricalAccuracy'],
  ] as const)('accuracy by shapes', (shapes, className) => {
    expect(resolveMetric('accuracy', shapes)).toMatchObject({ className, name: 'accuracy' });
    expect(resolveMetric('acc', shapes)).toMatchObject({ className, name: 'acc' });
  });

  it('are logged as written, camel case in snake case', () => {
    expect(resolveMetric('mse', binary).name).toBe('mse');
    expect(resolveMetric('meanSquaredError', binary).name).toBe('mean_squared_error');
    expect(resolveMetric(metrics.auc({ name: 'area' }), binary).name).toBe('area');
    expect(resolveMetric(losses.huber(), binary).name).toBe('huber_loss');
  });

  it('every row answers to all its names', () => {
    for (const create of Object.values(metrics)) {
      if (create.def.className === 'Accuracy') continue;
      for (const name of [create.def.name, create.def.className])
        expect(resolveMetric(name, binary).className).toBe(create.def.className);
    }
  });

  it('of the only output are a list; of several by place or name', () => {
    expect(resolveMetrics(['accuracy', 'auc'], [binary])[0]).toHaveLength(2);
    expect(resolveMetrics([['accuracy', 'auc']], [binary])[0]).toHaveLength(2);
    const counts = (spec: Parameters<typeof resolveMetrics>[0]) =>
      resolveMetrics(spec, pair).map((l) => l.length);
    expect(counts(['accuracy', 'auc'])).toEqual([1, 1]);
    expect(counts([['accuracy', 'auc'], []])).toEqual([2, 0]);
    expect(counts({ aux_output: ['accuracy'] })).toEqual([0, 1]);
    expect(counts([])).toEqual([0, 0]);
    expect(() => counts(['accuracy'])).toThrow(/metrics has one entry for each output.*got a list of 1/);
    expect(() => counts({ aux: 'accuracy' })).toThrow(/got the name 'aux'/);
  });

  it('have names of their own in logs', () => {
    const list = resolveMetrics(['accuracy', metrics.precision(), metrics.precision()], [binary]);
    const weighted = resolveMetrics(['accuracy'], [binary]);
    expect(metricKeys(['y'], list, weighted)).toEqual({
      plain: [['accuracy', 'precision', 'precision_1']],
      weighted: [['weighted_accuracy']],
    });
    const two = resolveMetrics(['accuracy', 'accuracy'], pair);
    expect(metricKeys(['a', 'b'], two, [[], []]).plain).toEqual([['a_accuracy'], ['b_accuracy']]);
  });
});

describe('optimizers', () => {
  it.each(['adam', 'Adam', 'ADAM'])('%s', (name) => expect(resolveOptimizer(name).className).toBe('Adam'));

  it('take an object, list the names otherwise', () => {
    const optimizer = optimizers.sgd(0.5);
    expect(resolveOptimizer(optimizer)).toBe(optimizer);
    expect(() => resolveOptimizer('adamax')).toThrow(/adagrad, adam, adamw, lion, nadam, rmsprop, sgd/);
  });
});
