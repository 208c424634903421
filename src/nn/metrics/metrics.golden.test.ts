import { describe, expect, it } from 'vitest';
import { type GoldenArray, goldenNames, loadGolden } from '../../../fixtures/golden/load.ts';
import { Builder } from '../../graph/ir/builder.ts';
import { interpret } from '../../graph/ops/interpret.ts';
import { expectClose } from '../testing/expect-close.ts';
import { optionsOf, rowOf } from '../testing/golden-config.ts';
import type { Metric } from './metric.ts';
import { metrics } from './table.ts';

interface Update {
  readonly yTrue: GoldenArray;
  readonly yPred: GoldenArray;
  readonly sampleWeight: GoldenArray | null;
  readonly result: GoldenArray;
}

interface GoldenMetric {
  readonly metric: string;
  readonly config: Record<string, unknown>;
  readonly updates: readonly Update[];
}

/** The batch's vector, whose length the metric must have foretold. */
function batchSums(metric: Metric, { yTrue, yPred, sampleWeight }: Update): ArrayLike<number> {
  const b = new Builder();
  const input = (name: string, { dtype, shape }: GoldenArray) => b.input('batch', name, dtype, shape);
  const sums = metric.sums(b, {
    yTrue: input('yTrue', yTrue),
    yPred: input('yPred', yPred),
    weight: sampleWeight === null ? null : input('weight', sampleWeight),
  });
  expect(b.typeOf(sums)).toEqual({ dtype: 'float32', shape: [metric.size(yPred.shape)] });
  b.output('sums', sums);
  const data = { yTrue, yPred, ...(sampleWeight === null ? {} : { weight: sampleWeight }) };
  return interpret(b.build(), data).outputs.sums!.data;
}

describe('metrics agree with Keras', () => {
  const names = goldenNames('metrics');

  it('has fixtures', () => expect(names.length).toBeGreaterThan(60));

  it.each(names)('%s', (name) => {
    const golden = loadGolden<GoldenMetric>('metrics', name);
    const metric = (rowOf(metrics, golden.metric) as (options: object) => Metric)(optionsOf(golden.config));
    const total = new Float64Array(metric.size(golden.updates[0]!.yPred.shape));
    for (const update of golden.updates) {
      const sums = batchSums(metric, update);
      for (let i = 0; i < total.length; i++) total[i]! += sums[i]!;
      const result = metric.result(total);
      expectClose(typeof result === 'number' ? [result] : result, update.result.data);
    }
  });
});
