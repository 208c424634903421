import { Prng } from '../../core/prng.ts';
import type { EngineHarness } from '../../worker/testing/engine-harness.ts';
import { open, pause, soakEngine } from './quick-run.ts';

/** Steps between two losses, so that the run has something to lose. */
const STRETCH = 40;

/** When the device is lost: how long after what. */
const MOMENTS: readonly [name: string, hit: (engine: EngineHarness, prng: Prng) => Promise<void>][] = [
  ['compiling', async (_, prng) => pause(prng.uniform() * 600)],
  ['stepping', async (engine, prng) => onwards(engine, 1 + Math.floor(prng.uniform() * STRETCH))],
  [
    'snapshotting',
    async (engine) => {
      await onwards(engine, 2);
      engine.send({ type: 'save', request: 0 });
    },
  ],
  [
    'reading back',
    async (engine) => {
      await onwards(engine, 2);
      engine.send({ type: 'samples', from: 0, count: 16 });
    },
  ],
  [
    'paused',
    async (engine) => {
      await onwards(engine, 2);
      engine.send({ type: 'pause' });
      await pause(30);
    },
  ],
];

async function onwards(engine: EngineHarness, steps: number): Promise<void> {
  const from = engine.steps().length;
  engine.send({ type: 'start' });
  await engine.until(() => engine.steps().length >= from + steps);
}

/** Loses the device at so many random moments of a run, and compares its curves with those of a run that nothing disturbed. */
export async function losses(times: number): Promise<object> {
  const before = heap();
  const { engine, alive } = await soakEngine();
  const prng = new Prng(2026);
  const hits: Record<string, number> = {};
  engine.send(open());
  engine.send({ type: 'start' });
  for (let i = 0; i < times; i++) {
    const [name, hit] = MOMENTS[Math.floor(prng.uniform() * MOMENTS.length)]!;
    hits[name] = (hits[name] ?? 0) + 1;
    await hit(engine, prng);
    engine.send({ type: 'lose-device' });
    process.stderr.write(`lost ${i + 1} times, while ${name}, at step ${engine.steps().length}\n`);
  }
  await onwards(engine, 5);
  engine.send({ type: 'pause' });
  await engine.status('paused');
  const errors = engine.ofType('error').map((e) => e.error.message);
  const recoveries = engine.ofType('recovered').length;
  const told = { steps: engine.steps(), losses: engine.column('loss') };
  await engine.close();
  await pause(100);
  const memory = heap();
  const wanted = await undisturbed(told.steps.length);
  return {
    losses: times,
    recoveries,
    moments: hits,
    steps: told.steps.length,
    continuous: told.steps.every((step, i) => step === i + 1),
    identical: told.losses.every((loss, i) => loss === wanted[i]),
    bytesLeft: alive.bytes,
    heapMB: { before, after: memory },
    errors,
  };
}

/** Megabytes that the process holds on to. */
function heap(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1e5) / 10;
}

async function undisturbed(steps: number): Promise<number[]> {
  const { engine } = await soakEngine();
  engine.send(open());
  engine.send({ type: 'step', count: steps });
  await engine.until(() => engine.steps().length === steps);
  await engine.close();
  return engine.column('loss');
}
