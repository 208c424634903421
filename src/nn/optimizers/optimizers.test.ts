import { describe, expect, it } from 'vitest';
import { fromFunction, type NdArray, ndArray } from '../../core/nd-array.ts';
import { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { interpret } from '../../graph/ops/interpret.ts';
import { schedules } from '../schedules/table.ts';
import { expectClose } from '../testing/expect-close.ts';
import { clipSegmentsByNorm, sumOfSquares } from './clipping.ts';
import { optimizers } from './table.ts';

function run(build: (b: Builder, x: ValueId) => ValueId, x: NdArray, scalars: Record<string, number> = {}) {
  const b = new Builder();
  b.output('out', build(b, b.input('batch', 'x', 'float32', x.shape)));
  const rest = Object.entries(scalars).map(([name, v]) => [name, ndArray(Float32Array.of(v), [])] as const);
  return interpret(b.build(), { x, ...Object.fromEntries(rest) }).outputs.out!.data;
}

describe('clipping', () => {
  it.each([10, 4096, 10_000])('a vector of %i elements has the sum of its squares', (size) => {
    const x = fromFunction([size], (i) => (i % 7) - 3);
    const expected = Array.from(x.data).reduce((total, v) => total + v * v, 0);
    expectClose(run(sumOfSquares, x), [expected]);
  });

  it('clips twenty weights each by its own norm', () => {
    const segments = Array.from({ length: 20 }, (_, i) => ({ offset: 2 * i, length: 2 }));
    const x = fromFunction([40], (i) => (i < 20 ? 3 : 0.1));
    const out = run((b, v) => clipSegmentsByNorm(b, v, segments, b.scalar('c')), x, { c: 1 });
    expectClose(
      out,
      Array.from({ length: 40 }, (_, i) => (i < 20 ? Math.SQRT1_2 : 0.1)),
    );
  });

  it('of a zero gradient is zero', () => {
    const zero = ndArray(new Float32Array(4), [4]);
    const one = [{ offset: 0, length: 4 }];
    expectClose(
      run((b, v) => clipSegmentsByNorm(b, v, one, b.scalar('c')), zero, { c: 1 }),
      [0, 0, 0, 0],
    );
  });
});

describe('options', () => {
  it('take the learning rate alone', () => expect(optimizers.sgd(0.5).learningRate).toBe(0.5));

  it('reject unknown ones and senseless ones', () => {
    expect(() => optimizers.adam({ beta_1: 0.8 } as object)).toThrow(
      /Adam: options are .*'beta1'.*got 'beta_1'/,
    );
    expect(() => optimizers.sgd({ momentum: 2 })).toThrow(/momentum is from 0 to 1/);
    expect(() => optimizers.adam({ learningRate: Number.NaN })).toThrow(/learningRate is a number/);
    expect(() => optimizers.adam({ clipnorm: 1, clipvalue: 1 })).toThrow(/only one of clipnorm, clipvalue/);
  });

  it('have the names and defaults of Keras', () => {
    expect(optimizers.adamw().getConfig()).toEqual({
      name: 'adamw',
      learningRate: 0.001,
      weightDecay: 0.004,
      clipnorm: null,
      clipvalue: null,
      globalClipnorm: null,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-7,
      amsgrad: false,
    });
  });
});

describe('editing while training', () => {
  it('changes the numbers of the next step', () => {
    const optimizer = optimizers.sgd({ learningRate: 0.1, momentum: 0.9 });
    optimizer.learningRate = 0.2;
    optimizer.set('momentum', 0.5);
    expect(optimizer.scalarsAt(3)).toEqual({ learning_rate: 0.2, momentum_factor: 0.5 });
  });

  it('refuses what changes the structure', () => {
    const optimizer = optimizers.sgd();
    expect(() => optimizer.set('momentum', 0.9)).toThrow(/momentum cannot become 0.9 while training/);
    expect(() => optimizer.set('clipnorm', 1)).toThrow(/'clipnorm', which was off at compile/);
    expect(() => optimizer.set('nesterov', 1)).toThrow(/hyperparameters that can change/);
  });

  it('refuses a rate that a schedule drives', () => {
    const schedule = schedules.exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 });
    const optimizer = optimizers.adam(schedule);
    expect(optimizer.learningRateAt(2)).toBe(0.25);
    expect(() => {
      optimizer.learningRate = 1;
    }).toThrow(/not a schedule, got ExponentialDecay/);
  });
});

describe('schedules', () => {
  it('inverse time', () => {
    const options = { initialLearningRate: 1, decaySteps: 2, decayRate: 1 };
    expect(schedules.inverseTimeDecay(options).rateAt(3)).toBeCloseTo(1 / 2.5);
    expect(schedules.inverseTimeDecay({ ...options, staircase: true }).rateAt(3)).toBeCloseTo(1 / 2);
  });

  it('say what is missing or senseless', () => {
    expect(() => schedules.cosineDecay({ initialLearningRate: 1 } as never)).toThrow(
      /decaySteps must be given/,
    );
    expect(() => schedules.cosineDecay({ initialLearningRate: 1, decaySteps: 0 })).toThrow(/above 0/);
    expect(() => schedules.piecewiseConstantDecay({ boundaries: [1], values: [1] })).toThrow(
      /one entry more/,
    );
  });
});
