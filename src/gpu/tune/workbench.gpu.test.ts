import { afterEach, expect, test } from 'vitest';
import { Builder } from '../../graph/ir/builder.ts';
import type { Graph } from '../../graph/ir/graph.ts';
import { add } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { dot } from '../../graph/ops/dot.ts';
import { unary } from '../../graph/ops/unary.ts';
import { countedGpu } from '../../worker/testing/counted-gpu.ts';
import { type OpenedDevice, openDevice } from '../device.ts';
import type { ExecutionPlan } from '../execution-plan.ts';
import { makePlan } from '../make-plan.ts';
import { PipelineCache } from '../pipelines.ts';
import { sharedDevice } from '../testing/shared-device.ts';
import { measureTrial, type Turn } from './measure-trial.ts';
import { openStopwatch } from './stopwatch.ts';
import { trialsOf } from './trials.ts';
import { chooseFrom } from './variants.ts';
import { DeviceWorkbench } from './workbench.ts';

const atOnce: Turn = (work) => work();

/** relu(x · w + b), twice with equal shapes and once with others. */
function layers(rows: number): Graph {
  const b = new Builder();
  const x = b.input('batch', 'x', 'float32', [rows, 64]);
  const dense = (from: number, units: number, name: string) => {
    const w = b.input('variable', `w${name}`, 'float32', [64, units]);
    const bias = b.input('variable', `b${name}`, 'float32', [units]);
    const sum = add(b, dot(b, from, w), broadcastInDim(b, bias, [rows, units], [1]));
    return unary(b, 'relu', sum);
  };
  b.output('y', dense(dense(dense(x, 64, '1'), 64, '2'), 16, '3'));
  return b.build();
}

const opened = await sharedDevice();

test('the trials of a step: each shape once, the guess of the plan first, with what is fused behind it', () => {
  const graph = layers(128);
  const trials = trialsOf(graph, opened.facts);
  expect(trials.map((t) => t.key)).toHaveLength(2);
  const planned = makePlan(graph, opened.facts).dispatches.map((d) => d.variant);
  for (const trial of trials) {
    expect(planned).toContain(trial.candidates[0]);
    for (const variant of trial.candidates) {
      const { dispatches, slots } = trial.plan(variant);
      expect(dispatches[0]!.variant).toBe(variant);
      expect(dispatches.at(-1)!.wgsl).toMatch(/max|select/);
      expect(Math.max(...dispatches.flatMap((d) => d.bindings.map((b) => b.ref.slot)))).toBeLessThan(
        slots.length,
      );
    }
  }
});

test('a chosen variant takes the place of the guess, in its shape alone', () => {
  const graph = layers(128);
  const [trial] = trialsOf(graph, opened.facts);
  const [guess, other] = trial!.candidates;
  const choose = chooseFrom({ [trial!.key]: other! });
  const names = makePlan(graph, opened.facts, { choose }).dispatches.map((d) => d.variant);
  expect(names.filter((name) => name === other).length).toBeGreaterThanOrEqual(2);
  expect(names).not.toContain(guess);
  const unknown = makePlan(graph, opened.facts, { choose: chooseFrom({ [trial!.key]: 'of another GPU' }) });
  expect(unknown).toEqual(makePlan(graph, opened.facts));
});

let counted: OpenedDevice | null = null;
afterEach(() => {
  counted?.device.destroy();
  counted = null;
});

test.each([true, false])('measures, and leaves nothing behind (timestamps %s)', async (timestamps) => {
  const { gpu, alive } = countedGpu(navigator.gpu);
  const fresh = await openDevice(gpu);
  counted = { ...fresh, facts: { ...fresh.facts, timestamps: timestamps && fresh.facts.timestamps } };
  const cache = new PipelineCache(counted.device);
  const bench = new DeviceWorkbench(counted, cache);
  const before = { ...alive };
  const trial = trialsOf(layers(32), counted.facts)[1]!;
  const winner = await measureTrial(trial, bench, atOnce);
  expect(trial.candidates).toContain(winner);
  bench.clear(winner);
  expect(alive).toEqual(before);
  expect(trial.plan(winner!).dispatches.every((d) => cache.has(d))).toBe(true);
  expect(cache.size).toBeLessThan(trial.candidates.length * 2);
  bench.destroy();
  expect(alive).toEqual({ bytes: 0, buffers: 0 });
});

test('what does not compile and what has no room is left out', async () => {
  const bench = new DeviceWorkbench(opened, new PipelineCache(opened.device));
  const [trial] = trialsOf(layers(32), opened.facts);
  const [guess, other] = trial!.candidates;
  const twisted = (change: (plan: ExecutionPlan) => ExecutionPlan) => ({
    key: trial!.key,
    candidates: [guess!, other!],
    plan: (variant: string) => (variant === guess ? trial!.plan(variant) : change(trial!.plan(variant))),
  });
  const large = twisted((plan) => ({ ...plan, slots: plan.slots.map(() => 2 ** 28) }));
  await expect(bench.prepare(large, other!)).rejects.toThrow(/must take at most/);
  expect(await measureTrial(large, bench, atOnce)).toBe(guess);
  bench.clear(guess!);
  const broken = twisted((plan) => ({
    ...plan,
    dispatches: plan.dispatches.map((d) => ({ ...d, constants: { no_such: 1 } })),
  }));
  await expect(bench.prepare(broken, other!)).rejects.toThrow(/must compile/);
  expect(await measureTrial(broken, bench, atOnce)).toBe(guess);
  bench.destroy();
});

test('a stopwatch of either kind answers', async () => {
  const bench = new DeviceWorkbench(opened, new PipelineCache(opened.device));
  const [trial] = trialsOf(layers(128), opened.facts);
  const candidate = await bench.prepare(trial!, trial!.candidates[0]!);
  expect(await candidate.time(1)).toBeGreaterThanOrEqual(0);
  const wall = openStopwatch({ ...opened, facts: { ...opened.facts, timestamps: false } });
  expect(wall.alone).toBe(true);
  expect(await wall.time(() => {})).toBeGreaterThanOrEqual(0);
  bench.destroy();
});
