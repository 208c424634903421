import { afterEach, expect, test } from 'vitest';
import type { Command } from '../protocol.ts';
import { countedGpu } from '../testing/counted-gpu.ts';
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

/** Opens a run and trains two steps, where the allocation of this number fails. Answers whether that stopped it. */
async function openWithout(failing: number, scarcity: Scarcity): Promise<boolean> {
  scarcity.until = failing;
  engine.send(OPEN);
  await engine.until(() =>
    engine.ofType('status').some(({ status }) => status === 'ready' || status === 'failed'),
  );
  return engine.ofType('status').at(-1)!.status === 'failed';
}

test('without memory for any one allocation of the first model there is a clear error, and the next try succeeds', async () => {
  const scarcity: Scarcity = { until: Number.POSITIVE_INFINITY };
  let wanted: readonly number[] = [];
  let failing = -1;
  for (; ; failing++) {
    const { gpu, alive } = countedGpu(scarceGpu(navigator.gpu, scarcity));
    engine = new EngineHarness({ gpu });
    const failed = await openWithout(failing < 0 ? Number.POSITIVE_INFINITY : failing, scarcity);
    if (failing >= 0 && !failed) break;
    if (failed) {
      const [error, ...others] = engine.ofType('error');
      expect(error!.error.message).toMatch(/^GPU memory: there must be .*got injected/);
      expect(others).toEqual([]);
      expect(alive.bytes, `bytes left after allocation ${failing} failed`).toBe(0);
      engine.forget();
      engine.send(OPEN);
      await engine.status('ready');
    }
    engine.send({ type: 'step', count: 2 });
    await engine.status('paused');
    if (failing < 0) wanted = engine.column('loss');
    expect(engine.column('loss')).toEqual(wanted);
    await engine.close();
  }
  expect(failing).toBeGreaterThan(15);
}, 240_000);

test('without memory for any one allocation of another model the run that was left for it comes back', async () => {
  const scarcity: Scarcity = { until: Number.POSITIVE_INFINITY };
  await open(scarcity);
  let [units, step, cameBack] = [8, 2, 0];
  for (let failing = 0; ; failing++) {
    engine.forget();
    scarcity.until = failing;
    const other = 17 - units;
    engine.send({ ...OPEN, controls: { units: other } } as Command);
    await engine.until(() =>
      engine.ofType('status').some(({ status }) => status === 'paused' || status === 'ready'),
    );
    const back = engine.ofType('status').at(-1)!.status === 'paused';
    if (back) {
      expect(engine.ofType('error')[0]!.error.message).toMatch(/^GPU memory: there must be .*got injected/);
      expect(engine.steps()).toEqual(Array.from({ length: step }, (_, i) => i + 1));
      cameBack++;
    } else [units, step] = [other, 0];
    const enough = scarcity.until >= 0;
    scarcity.until = Number.POSITIVE_INFINITY;
    engine.forget();
    engine.send({ type: 'step', count: 1 });
    await engine.until(() => engine.steps().length > 0);
    expect(engine.steps()).toEqual([++step]);
    // A snapshot for which there was no memory is told too, and training goes on.
    await engine.until(() => engine.ofType('status').at(-1)!.status === 'paused');
    if (enough) break;
  }
  expect(cameBack).toBeGreaterThan(15);
}, 240_000);
