import { afterEach, expect, test } from 'vitest';
import type { Command } from '../protocol.ts';
import { EngineHarness } from '../testing/engine-harness.ts';
import { type Scarcity, scarceGpu } from '../testing/scarce-gpu.ts';

const OPEN: Command = {
  type: 'open',
  preset: 'mnist-mlp',
  size: 'quick',
  controls: { units: 8 },
  seed: 7,
  tune: false,
  resume: false,
};
let engine: EngineHarness;

afterEach(() => engine.close());

async function open(scarcity: Scarcity): Promise<void> {
  engine = new EngineHarness({ gpu: scarceGpu(navigator.gpu, scarcity) });
  engine.send(OPEN);
  engine.send({ type: 'step', count: 2 });
  await engine.status('paused');
}

test('without memory for any one allocation of a new plan, the run that was there goes on', async () => {
  const scarcity: Scarcity = { until: Number.POSITIVE_INFINITY };
  await open(scarcity);
  let failing = 0;
  for (; ; failing++) {
    engine.forget();
    scarcity.until = failing;
    engine.send({ type: 'set', id: 'batchSize', value: 64 });
    await engine.until(() => engine.ofType('error').length + engine.ofType('opened').length > 0);
    if (engine.ofType('opened').length > 0) break;
    expect(engine.ofType('error')[0]!.error.message).toMatch(/^GPU memory: there must be .*got injected/);
    engine.forget();
    engine.send({ type: 'step', count: 1 });
    await engine.until(() => engine.steps().length > 0);
    expect(engine.steps()).toEqual([3 + failing]);
  }
  expect(failing).toBeGreaterThan(20);
  await engine.status('paused');
  engine.send({ type: 'step', count: 1 });
  await engine.until(() => engine.steps().length > 0);
  expect(engine.steps()).toEqual([3 + failing]);
}, 180_000);
