import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineHarness } from './testing/engine-harness.ts';

let engine: EngineHarness;

beforeEach(async () => {
  engine = new EngineHarness();
  const controls = { units: 16 };
  engine.send({
    type: 'open',
    preset: 'mnist-mlp',
    size: 'quick',
    controls,
    seed: 7,
    tune: false,
    resume: false,
  });
  await engine.status('ready');
  engine.send({ type: 'step', count: 5 });
  await engine.status('paused');
});

afterEach(() => engine.close());

test('shows the weights, values and kernels of a call', async () => {
  engine.send({ type: 'inspect', request: 4, node: 'hidden_1', sample: 3 });
  const { info, request } = await engine.next('inspect');
  expect(request).toBe(4);
  expect(info!.weights.map((w) => [w.name, w.tensor.shape])).toEqual([
    ['kernel', [784, 16]],
    ['bias', [16]],
  ]);
  const { edges, counts } = info!.weights[0]!.histogram;
  expect(counts.reduce((a, b) => a + b, 0)).toBe(784 * 16);
  expect(edges).toHaveLength(counts.length + 1);
  expect(info!.activations.map((a) => [a.name, a.tensor.shape])).toEqual([['output', [16]]]);
  expect(Math.min(...info!.activations[0]!.tensor.data)).toBeGreaterThanOrEqual(0);
  expect(info!.kernels.length).toBeGreaterThan(1);
  engine.send({ type: 'inspect', request: 5, node: 'nothing', sample: 3 });
  expect((await engine.next('inspect')).info).toMatchObject({ weights: [], activations: [], kernels: [] });
});

test('measures norms of weights and gradients, dead units and memory by call', async () => {
  engine.send({ type: 'inspect', request: 1, node: 'hidden_2', sample: 0 });
  const { info } = await engine.next('inspect');
  const squares = info!.weights.flatMap((w) => Array.from(w.tensor.data, (x) => x * x));
  engine.send({ type: 'watch-nodes', on: true });
  const { stats } = await engine.next('node-stats');
  const node = stats.nodes.hidden_2!;
  expect(stats.step).toBe(5);
  expect(node.weightNorm).toBeCloseTo(Math.sqrt(squares.reduce((a, b) => a + b, 0)), 3);
  expect(node.gradientNorm).toBeGreaterThan(0);
  expect(node.deadFraction).toBeGreaterThanOrEqual(0);
  expect(node.deadFraction).toBeLessThan(1);
  expect(node.nan).toBe(false);
  expect(node.bytes).toBeGreaterThan(4 * 2 * (16 * 16 + 16));
  const shares = Object.values(stats.nodes).reduce((n, s) => n + s.gpuShare!, 0);
  expect(shares).toBeGreaterThan(0);
  expect(shares).toBeLessThanOrEqual(1.0001);
  expect(stats.nodes.pixels!.weightNorm).toBe(null);
});

test('measures the kernels and leaves the weights as they are', async () => {
  const look = async (request: number) => {
    engine.send({ type: 'inspect', request, node: 'digit', sample: 0 });
    return (await engine.next('inspect')).info!.weights[0]!.tensor.data;
  };
  const before = await look(1);
  engine.send({ type: 'time-plan' });
  const { plan } = await engine.next('plan');
  for (const row of plan.rows) expect(row.microseconds).toBeGreaterThanOrEqual(0);
  expect(plan.largestBatch).toBeGreaterThan(128);
  expect(await look(2)).toEqual(before);
});

test('shows the states and gates of a recurrence over the words that it reads', async () => {
  engine.send({
    type: 'open',
    preset: 'headline',
    size: 'quick',
    controls: { length: 8 },
    seed: 7,
    tune: false,
    resume: false,
  });
  await engine.next('opened');
  await engine.status('ready');
  engine.send({ type: 'inspect', request: 6, node: 'lstm', sample: 0 });
  const { info } = await engine.next('inspect');
  expect(info!.activations.map((a) => [a.name, a.tensor.shape])).toEqual([
    ['states', [8, 16]],
    ['input gate', [8, 16]],
    ['forget gate', [8, 16]],
    ['candidate', [8, 16]],
    ['output gate', [8, 16]],
    ['cell before the step', [8, 16]],
  ]);
  const { steps, tensor } = info!.activations[0]!;
  engine.send({ type: 'samples', from: 0, count: 1 });
  const [view] = (await engine.next('samples')).samples.samples;
  const text = view?.kind === 'text-class' ? view.text.toLowerCase() : '';
  expect(steps).toHaveLength(8);
  expect(text).toContain(steps!.at(-1));
  expect(Math.max(...tensor.data.map(Math.abs))).toBeLessThan(1);
});
