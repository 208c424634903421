import { afterEach, expect, test } from 'vitest';
import { EngineHarness } from './testing/engine-harness.ts';

const QUICK = {
  type: 'open',
  preset: 'mnist-mlp',
  size: 'quick',
  controls: {},
  seed: 7,
  tune: false,
  resume: false,
} as const;
let engine: EngineHarness;

afterEach(() => engine.close());

test('trains the preset of digits as its buttons ask', async () => {
  engine = new EngineHarness();
  engine.send(QUICK);
  const opened = await engine.next('opened');
  expect(opened.model.parameters).toBe(55_050);
  expect(opened.model.nodes.map((n) => n.id)).toEqual(['pixels', 'hidden_1', 'hidden_2', 'digit', 'loss']);
  expect((await engine.next('plan')).plan.dispatches).toBeGreaterThan(5);
  await engine.status('ready');

  engine.send({ type: 'step', count: 3 });
  await engine.status('paused');
  expect(engine.steps()).toEqual([1, 2, 3]);

  engine.send({ type: 'start' });
  await engine.until(() => engine.steps().length > 12);
  engine.send({ type: 'set', id: 'learningRate', value: 0.01 });
  const change = await engine.next('control');
  await engine.until(() => engine.steps().length > 20);
  engine.send({ type: 'pause' });
  await engine.status('paused');
  const rates = engine.column('learning_rate');
  expect(rates[change.step - 1]).toBeCloseTo(0.001, 9);
  expect(rates[change.step + 1]).toBeCloseTo(0.01, 9);
  const stopped = engine.steps().length;
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(engine.steps().length).toBe(stopped);

  engine.send({ type: 'reset', seed: 7 });
  await engine.next('reset');
  engine.forget();
  engine.send({ type: 'step', count: 1 });
  await engine.status('paused');
  expect(engine.steps()).toEqual([1]);
});
