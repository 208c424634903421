import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { fromFunction, full, type NdArray } from '../core/nd-array.ts';
import { runGraph } from '../gpu/testing/run-graph.ts';
import { sharedDevice } from '../gpu/testing/shared-device.ts';
import { interpret, type RunResult } from '../graph/ops/interpret.ts';
import type { AnyModel } from '../nn/model.ts';
import { resetNames } from '../nn/names.ts';
import { optimizers } from '../nn/optimizers/table.ts';
import { worstDifference } from '../nn/testing/compare.ts';
import { anySteps, randomModel } from '../nn/testing/random-model.ts';
import { type Feed, orderName, residentArrays } from './feed.ts';
import { lossWeights, resolveCompiled } from './resolved.ts';
import { columnsOf } from './runtime/columns.ts';
import { type StepGraph, trainGraph } from './step-graph.ts';
import { layoutWeights, NON_FINITE, ownName, PARAMS, type WeightLayout } from './weight-layout.ts';

const BATCH = 3;

beforeEach(resetNames);

/** A training step of a random model, and all that its graph reads. */
function step(steps: readonly (readonly [string, number])[]) {
  const model = randomModel(steps);
  const optimizer = optimizers.sgd(0.5);
  model.compile({ optimizer, loss: 'mse' });
  model.initialize(1);
  const feed = waves(model);
  const resolved = resolveCompiled(model, {});
  const layout = layoutWeights(model.weights, model.trainableWeights, optimizer);
  const graph = trainGraph({ model, layout, resolved, feed, batch: BATCH });
  const scalars = { ...graph.hyperparameters, ...lossWeights(resolved), ...optimizer.scalarsAt(0) };
  return { graph, inputs: { ...inputsOf(graph, scalars), ...variablesOf(layout), ...dataOf(feed) } };
}

function waves(model: AnyModel): Feed {
  const wave = (shape: readonly (number | null)[], phase: number) =>
    fromFunction([BATCH, ...(shape.slice(1) as number[])], (i) => Math.sin(1.3 * i + phase));
  const inputs = Object.fromEntries(model.inputs.map((t, i) => [t.name, wave(t.shape, i)]));
  const targets = Object.fromEntries(
    model.outputs.map((t, i) => [model.outputNames[i]!, wave(t.shape, 5 + i)]),
  );
  return { name: 'train', samples: BATCH, inputs: columnsOf(inputs), targets: columnsOf(targets) };
}

function inputsOf({ graph }: StepGraph, scalars: Readonly<Record<string, number>>): Record<string, NdArray> {
  const named = graph.inputs.filter(({ kind }) => kind === 'scalar');
  return Object.fromEntries(
    named.map(({ name, value }) => [name, full([], scalars[name] ?? 0, graph.values[value]!.dtype)]),
  );
}

function variablesOf({ trained, own, size }: WeightLayout): Record<string, NdArray> {
  const params = new Float32Array(size);
  for (const { weight, offset } of trained) params.set(weight.read(), offset);
  const one = (data: Float32Array, shape: readonly number[]): NdArray => ({ data, shape, dtype: 'float32' });
  return {
    [PARAMS]: one(params, [size]),
    [NON_FINITE]: one(new Float32Array(1), []),
    ...Object.fromEntries(own.map((w) => [ownName(w), one(w.read(), w.shape)])),
  };
}

function dataOf(feed: Feed): Record<string, NdArray> {
  const arrays = residentArrays(feed).map(({ name, data, shape }) => [
    name,
    { data, shape, dtype: 'float32' },
  ]);
  const order: NdArray = { data: Uint32Array.from([2, 0, 1]), shape: [BATCH], dtype: 'uint32' };
  return { ...Object.fromEntries(arrays), [orderName(feed.name)]: order };
}

function expectEqual(got: RunResult, want: RunResult, what: string): void {
  for (const part of ['outputs', 'assigned'] as const) {
    expect(Object.keys(got[part]).sort()).toEqual(Object.keys(want[part]).sort());
    for (const [name, { data }] of Object.entries(want[part])) {
      expect(worstDifference(got[part][name]!.data, data), `${name}, ${what}`).toBeLessThan(1e-4);
    }
  }
}

test('a step of a random model is the same on the device as on the host, fused or not', async () => {
  const opened = await sharedDevice();
  await fc.assert(
    fc.asyncProperty(anySteps, async (steps) => {
      const { graph, inputs } = step(steps);
      const want = interpret(graph.graph, inputs);
      expectEqual(await runGraph(opened, graph.graph, inputs), want, 'fused');
      expectEqual(await runGraph(opened, graph.graph, inputs, { fusion: false }), want, 'unfused');
      expectEqual(
        await runGraph(opened, graph.graph, inputs, { reuse: false }),
        want,
        'without reuse of memory',
      );
    }),
    { numRuns: 12, seed: 2 },
  );
}, 300_000);
