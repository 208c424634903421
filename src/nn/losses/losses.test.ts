import { describe, expect, it } from 'vitest';
import { fromFunction, type NdArray, ndArray } from '../../core/nd-array.ts';
import { Prng } from '../../core/prng.ts';
import type { Shape } from '../../core/shape.ts';
import { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { interpret } from '../../graph/ops/interpret.ts';
import { gradients } from '../../graph/passes/autodiff.ts';
import { expectClose } from '../testing/expect-close.ts';
import { classWeights } from './class-weights.ts';
import { checkTargets } from './fit-targets.ts';
import type { Loss } from './loss.ts';
import { lossValue } from './reduce-loss.ts';
import { losses } from './table.ts';

type Inputs = Record<'yTrue' | 'yPred', NdArray> & { weight?: NdArray; mask?: NdArray };

function evaluate(loss: Loss, inputs: Inputs): { value: number; gradient: ArrayLike<number> } {
  const b = new Builder();
  const ids = Object.fromEntries(
    Object.entries(inputs).map(([name, { dtype, shape }]) => [name, b.input('batch', name, dtype, shape)]),
  ) as Record<'yTrue' | 'yPred' | 'weight' | 'mask', ValueId>;
  const value = lossValue(b, loss, ids);
  b.output('value', value);
  b.output('gradient', gradients(b, value, [ids.yPred])[0]!);
  const { outputs } = interpret(b.build(), { ...inputs });
  return { value: outputs.value!.data[0]!, gradient: outputs.gradient!.data };
}

const SHAPE: Shape = [3, 4];

/** Targets that a loss takes, and outputs away from its kinks. */
function example(loss: Loss): Inputs {
  const rng = new Prng(7);
  const yPred = fromFunction(SHAPE, () => 0.1 + 0.8 * rng.uniform());
  if (loss.targets === 'sparse') return { yTrue: ndArray(Int32Array.of(1, 3, 0), [3]), yPred };
  return { yTrue: fromFunction(SHAPE, () => 0.1 + 0.8 * rng.uniform()), yPred };
}

describe('gradients of losses are their slopes', () => {
  it.each(Object.values(losses).map((create) => [create.def.name, create()] as const))(
    '%s',
    (_name, loss) => {
      const inputs = example(loss);
      const { gradient } = evaluate(loss, inputs);
      const step = 1e-2;
      const slope = Array.from(inputs.yPred.data, (x, i) => {
        const at = (dx: number) => {
          const data = Float32Array.from(inputs.yPred.data);
          data[i] = x + dx;
          return evaluate(loss, { ...inputs, yPred: ndArray(data, SHAPE) }).value;
        };
        return (at(step) - at(-step)) / (2 * step);
      });
      expectClose(gradient, slope, { relative: 1e-2, absolute: 2e-3 });
    },
  );
});

describe('weights and masks', () => {
  const mse = losses.meanSquaredError();
  const zeros = ndArray(new Float32Array(4), [4, 1]);
  const errors = ndArray(Float32Array.of(1, 2, 3, 4), [4, 1]);

  it('divides by the number of samples, not by the sum of weights', () => {
    const weight = ndArray(Float32Array.of(2, 0, 0, 1), [4]);
    expect(evaluate(mse, { yTrue: zeros, yPred: errors, weight }).value).toBeCloseTo((2 * 1 + 16) / 4);
  });

  it('averages over the valid entries of a mask', () => {
    const mask = ndArray(Float32Array.of(1, 1, 0, 0), [4]);
    expect(evaluate(mse, { yTrue: zeros, yPred: errors, mask }).value).toBeCloseTo((1 + 4) / 2);
  });

  it('is zero, with zero gradient, where nothing is valid', () => {
    const mask = ndArray(new Float32Array(4), [4]);
    const { value, gradient } = evaluate(mse, { yTrue: zeros, yPred: errors, mask });
    expect(value).toBe(0);
    expect(Array.from(gradient)).toEqual([0, 0, 0, 0]);
  });

  it('weighs all time steps of a sample by one weight', () => {
    const yPred = ndArray(Float32Array.of(1, 2, 3, 4), [2, 2, 1]);
    const yTrue = ndArray(new Float32Array(4), [2, 2, 1]);
    const weight = ndArray(Float32Array.of(1, 3), [2]);
    expect(evaluate(mse, { yTrue, yPred, weight }).value).toBeCloseTo((1 + 4 + 3 * 9 + 3 * 16) / 4);
  });

  it('combines a weight a sample with a mask of time steps', () => {
    const yPred = ndArray(Float32Array.of(1, 2, 3, 4), [2, 2, 1]);
    const yTrue = ndArray(new Float32Array(4), [2, 2, 1]);
    const weight = ndArray(Float32Array.of(1, 3), [2]);
    const mask = ndArray(Float32Array.of(1, 1, 1, 0), [2, 2]);
    expect(evaluate(mse, { yTrue, yPred, weight, mask }).value).toBeCloseTo((1 + 4 + 3 * 9) / 3);
  });

  it('takes targets (B,) for outputs (B, 1), of any number type', () => {
    const yTrue = ndArray(Int32Array.of(1, 0, 1, 0), [4]);
    const yPred = ndArray(Float32Array.of(0.9, 0.2, 0.6, 0.4), [4, 1]);
    const expected = -(Math.log(0.9) + Math.log(0.8) + Math.log(0.6) + Math.log(0.6)) / 4;
    expect(evaluate(losses.binaryCrossentropy(), { yTrue, yPred }).value).toBeCloseTo(expected, 5);
  });

  it('rejects weights that do not fit', () =>
    expect(() =>
      evaluate(mse, { yTrue: zeros, yPred: errors, weight: ndArray(new Float32Array(3), [3]) }),
    ).toThrow(/sample weights must be one per sample \(4,\)/));
});

describe('targets that do not fit', () => {
  const where = "loss 'categorical_crossentropy' of output 'main_output'";

  it('name the loss, the output and both shapes, and suggest the sparse loss', () =>
    expect(() => checkTargets('classes', where, [null, 1], [null, 10])).toThrow(
      "loss 'categorical_crossentropy' of output 'main_output': targets must have the output's shape (?, 10), got (?, 1). " +
        "Try: 'sparse_categorical_crossentropy' (or its metric) for class numbers, or one-hot targets.",
    ));

  it('suggest the categorical loss for one-hot targets', () =>
    expect(() => checkTargets('sparse', 'loss', [null, 10], [null, 10])).toThrow(
      /'categorical_crossentropy' \(or its metric\) for one-hot targets/,
    ));

  it('suggest the number of units', () =>
    expect(() => checkTargets('same', 'loss', [null, 3], [null, 10])).toThrow(
      /an output layer with 3 units/,
    ));

  it('accept what Keras accepts', () => {
    checkTargets('same', 'loss', [null], [null, 1]);
    checkTargets('same', 'loss', [null, 20, 1], [null, 20]);
    checkTargets('sparse', 'loss', [null, 20, 1], [null, 20, 10]);
    checkTargets('sparse', 'loss', [null], [null, 10]);
  });
});

describe('options', () => {
  it('reject an unknown one with the known names', () =>
    expect(() => losses.huber({ detla: 2 } as object)).toThrow(
      /Huber: options are 'delta', 'name', 'reduction', got 'detla'/,
    ));

  it('reject smoothing out of range', () =>
    expect(() => losses.categoricalCrossentropy({ labelSmoothing: 1 })).toThrow(/labelSmoothing/));
});

describe('class weights', () => {
  const weights = { 0: 2, 2: 0.5 };

  it('go by class number or by the largest of one-hot targets', () => {
    expect(Array.from(classWeights(ndArray(Int32Array.of(0, 1, 2), [3]), weights))).toEqual([2, 1, 0.5]);
    const oneHot = ndArray(Float32Array.of(0, 0, 1, 1, 0, 0), [2, 3]);
    expect(Array.from(classWeights(oneHot, weights))).toEqual([0.5, 2]);
  });

  it('need one class a sample', () =>
    expect(() => classWeights(ndArray(new Float32Array(8), [2, 2, 2]), weights)).toThrow(/sampleWeight/));
});
