import { describe, expect, it } from 'vitest';
import { type GoldenArray, type GoldenLoss, goldenNames, loadGolden } from '../../../fixtures/golden/load.ts';
import { Builder } from '../../graph/ir/builder.ts';
import { interpret } from '../../graph/ops/interpret.ts';
import { sum } from '../../graph/ops/reduce.ts';
import { gradients } from '../../graph/passes/autodiff.ts';
import { expectClose } from '../testing/expect-close.ts';
import { optionsOf, rowOf } from '../testing/golden-config.ts';
import type { Loss } from './loss.ts';
import { lossValue } from './reduce-loss.ts';
import { losses } from './table.ts';

function run(golden: GoldenLoss): { value: ArrayLike<number>; gradient: ArrayLike<number> } {
  const b = new Builder();
  const data: Record<string, GoldenArray> = {};
  const input = (name: string, array: GoldenArray) => {
    data[name] = array;
    return b.input('batch', name, array.dtype, array.shape);
  };
  const create = rowOf(losses, golden.loss) as (options: object) => Loss;
  const yPred = input('yPred', golden.yPred);
  const value = lossValue(b, create(optionsOf(golden.config)), {
    yTrue: input('yTrue', golden.yTrue),
    yPred,
    weight: golden.sampleWeight === null ? null : input('weight', golden.sampleWeight),
  });
  b.output('value', value);
  b.output('gradient', gradients(b, sum(b, value), [yPred])[0]!);
  const { outputs } = interpret(b.build(), data);
  return { value: outputs.value!.data, gradient: outputs.gradient!.data };
}

describe('losses agree with Keras', () => {
  const names = goldenNames('losses');

  it('has fixtures', () => expect(names.length).toBeGreaterThan(50));

  it.each(names)('%s', (name) => {
    const golden = loadGolden<GoldenLoss>('losses', name);
    const { value, gradient } = run(golden);
    expectClose(value, golden.value.data);
    expectClose(gradient, golden.gradient.data, { relative: 2e-5 });
  });
});
