import { afterEach, expect, test } from 'vitest';
import { Prng } from '../../core/prng.ts';
import type { Command } from '../protocol.ts';
import { EngineHarness } from '../testing/engine-harness.ts';

const open = (controls = {}): Command => ({
  type: 'open',
  preset: 'mnist-mlp',
  size: 'quick',
  controls,
  seed: 7,
  tune: false,
  resume: false,
});
const LOSE: Command = { type: 'lose-device' };
const STEPS = 40;
let engine: EngineHarness;

afterEach(() => engine.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const oneToN = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** Losses of the first steps of a run that nothing disturbs. */
async function undisturbed(steps: number): Promise<number[]> {
  const quiet = new EngineHarness();
  quiet.send(open());
  quiet.send({ type: 'step', count: steps });
  await quiet.until(() => quiet.steps().length === steps);
  await quiet.close();
  return quiet.column('loss');
}

test('a device lost at random moments leaves the curves as if it had not been', async () => {
  const wanted = await undisturbed(STEPS);
  engine = new EngineHarness();
  const prng = new Prng(5);
  engine.send(open());
  engine.send({ type: 'step', count: STEPS });
  for (let i = 0; i < 5; i++) {
    const { length } = engine.steps();
    engine.send(LOSE);
    // Often in the midst of compiling anew, else some steps later.
    if (prng.uniform() < 0.4) await pause(prng.uniform() * 400);
    else await engine.until(() => engine.steps().length > Math.min(length, STEPS - 1));
    await pause(prng.uniform() * 60);
  }
  await engine.until(() => engine.steps().length === STEPS);
  expect(engine.steps()).toEqual(oneToN(STEPS));
  expect(engine.column('loss')).toEqual(wanted);
  expect(engine.ofType('error')).toEqual([]);
}, 120_000);

test('a paused run comes back paused, with the settings that were changed meanwhile', async () => {
  engine = new EngineHarness();
  engine.send(open());
  engine.send({ type: 'step', count: 3 });
  await engine.status('paused');
  engine.send({ type: 'set', id: 'learningRate', value: 0.01 });
  engine.send(LOSE);
  await engine.status('recovering');
  await engine.status('paused');
  const { fromStep, losses } = await engine.next('recovered');
  expect(fromStep).toBeLessThanOrEqual(3);
  expect(losses).toBe(1);
  engine.send({ type: 'step', count: 1 });
  await engine.until(() => engine.steps().length === 4);
  expect(engine.steps()).toEqual([1, 2, 3, 4]);
  expect(engine.column('learning_rate').at(-1)).toBeCloseTo(0.01, 9);
});

test('gives up after several losses in a row, keeps the run, and goes on when asked again', async () => {
  engine = new EngineHarness();
  engine.send(open());
  engine.send({ type: 'step', count: 3 });
  await engine.status('paused');
  for (let i = 0; i < 4; i++) {
    engine.send(LOSE);
    if (i < 3) await engine.next('status', (s) => s.status === 'recovering');
  }
  const { error } = await engine.next('error');
  expect(error.message).toMatch(/lost 4 times in a row.*what was trained is kept/);
  expect(error.retry).toBe(true);
  await engine.status('failed');
  engine.forget();
  engine.send({ type: 'retry-data' });
  await engine.status('paused');
  engine.send({ type: 'step', count: 1 });
  await engine.until(() => engine.steps().length === 1);
  expect(engine.steps()).toEqual([4]);
}, 120_000);

test('a setting changed in steps that were lost takes effect once, where the run went on', async () => {
  engine = new EngineHarness();
  engine.send(open());
  engine.send({ type: 'start' });
  await engine.until(() => engine.steps().length >= 6);
  // Some steps are on their way that the page was not told of.
  engine.send({ type: 'set', id: 'learningRate', value: 0.01 });
  for (let losses = 1; losses <= 2; losses++) {
    engine.send(LOSE);
    await engine.until(() => engine.ofType('recovered').length === losses);
    if (losses === 1) await engine.until(() => engine.column('learning_rate').some((rate) => rate > 0.005));
  }
  const { length } = engine.steps();
  await engine.until(() => engine.steps().length >= length + 5);
  engine.send({ type: 'pause' });
  await engine.until(() => engine.ofType('status').at(-1)!.status === 'paused');
  const [told, rates] = [engine.column('loss'), engine.column('learning_rate')];
  await engine.close();

  const changed = rates.findIndex((rate) => rate > 0.005);
  engine = new EngineHarness();
  engine.send(open());
  engine.send({ type: 'step', count: changed });
  await engine.status('paused');
  engine.send({ type: 'set', id: 'learningRate', value: 0.01 });
  engine.send({ type: 'step', count: told.length - changed });
  await engine.status('paused');
  expect(engine.column('loss')).toEqual(told);
}, 120_000);
