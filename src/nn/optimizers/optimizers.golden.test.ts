import { describe, expect, it } from 'vitest';
import { type GoldenOptimizer, goldenNames, loadGolden } from '../../../fixtures/golden/load.ts';
import { type NdArray, ndArray } from '../../core/nd-array.ts';
import { Builder } from '../../graph/ir/builder.ts';
import type { Graph } from '../../graph/ir/graph.ts';
import { interpret } from '../../graph/ops/interpret.ts';
import { expectClose } from '../testing/expect-close.ts';
import { optionsOf, rowOf } from '../testing/golden-config.ts';
import { applyOptimizer } from './apply-optimizer.ts';
import type { Segment } from './clipping.ts';
import type { Optimizer } from './optimizer.ts';
import { optimizers } from './table.ts';

/** The step as the trainer builds it: all weights in one flat vector, numbers of the step as scalar inputs. */
function stepGraph(optimizer: Optimizer, segments: readonly Segment[]): Graph {
  const b = new Builder();
  const size = segments.reduce((n, s) => n + s.length, 0);
  const param = b.input('variable', 'param', 'float32', [size]);
  const slots = optimizer.slots.map(({ name }) => b.input('variable', name, 'float32', [size]));
  const grad = b.input('batch', 'grad', 'float32', [size]);
  const next = applyOptimizer(optimizer, { b, param, grad, slots, segments, scalar: (n) => b.scalar(n) });
  b.assign(param, next.param);
  next.slots.forEach((value, i) => b.assign(slots[i]!, value));
  return b.build();
}

const flatten = (parts: readonly ArrayLike<number>[]): Float32Array =>
  Float32Array.from(parts.flatMap((part) => Array.from(part)));

describe('optimizers agree with Keras', () => {
  const names = goldenNames('optimizers');

  it('has fixtures', () => expect(names.length).toBeGreaterThan(30));

  it.each(names)('%s', (name) => {
    const golden = loadGolden<GoldenOptimizer>('optimizers', name);
    const create = rowOf(optimizers, golden.optimizer) as (options: object) => Optimizer;
    const optimizer = create(optionsOf(golden.config));
    const lengths = golden.initial.map(({ data }) => data.length);
    const segments = lengths.map((length, i) => ({
      offset: lengths.slice(0, i).reduce((n, l) => n + l, 0),
      length,
    }));
    const graph = stepGraph(optimizer, segments);
    const size = lengths.reduce((n, l) => n + l, 0);
    let state: Record<string, NdArray> = {
      param: ndArray(flatten(golden.initial.map(({ data }) => data)), [size]),
    };
    for (const slot of optimizer.slots) {
      state[slot.name] = ndArray(new Float32Array(size).fill(slot.initial), [size]);
    }
    for (let step = 0; step < golden.learningRates.length; step++) {
      expectClose([optimizer.learningRateAt(step)], [golden.learningRates[step]!]);
      const parts = golden.gradients.map(({ data }, i) =>
        data.subarray(step * lengths[i]!, (step + 1) * lengths[i]!),
      );
      const scalars = Object.entries(optimizer.scalarsAt(step)).map(
        ([key, value]) => [key, ndArray(Float32Array.of(value), [])] as const,
      );
      const inputs = { ...state, ...Object.fromEntries(scalars), grad: ndArray(flatten(parts), [size]) };
      state = { ...interpret(graph, inputs).assigned };
      const expected = golden.after[String(step + 1)];
      if (expected === undefined) continue;
      expectClose(state.param!.data, flatten(expected.map(({ data }) => data)));
    }
  });
});
