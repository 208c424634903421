import { afterEach, expect, test } from 'vitest';
import type { Command } from '../protocol.ts';
import { EngineHarness } from '../testing/engine-harness.ts';
import { fakeLocks } from '../testing/fake-locks.ts';
import { MemoryFolder } from './memory-folder.ts';
import { readRunFile } from './run-file.ts';

const open = (more: Partial<Extract<Command, { type: 'open' }>> = {}): Command => ({
  type: 'open',
  preset: 'mnist-mlp',
  size: 'quick',
  controls: {},
  seed: 7,
  tune: false,
  resume: false,
  ...more,
});
let engine: EngineHarness;

afterEach(() => engine.close());

test('a run that was closed goes on bit for bit: from the store, and from a saved file', async () => {
  const folder = new MemoryFolder();
  const storage = { folder: Promise.resolve(folder), quota: Promise.resolve(1e8) };
  engine = new EngineHarness({ storage });
  engine.send(open());
  engine.send({ type: 'step', count: 6 });
  await engine.status('paused');
  engine.send({ type: 'set', id: 'learningRate', value: 0.003 });
  engine.send({ type: 'step', count: 3 });
  await engine.until(() => engine.steps().length === 9);
  engine.send({ type: 'save', request: 4 });
  const saved = await engine.next('saved');
  engine.send({ type: 'step', count: 4 });
  await engine.until(() => engine.steps().length === 13);
  const wanted = engine.column('loss');
  await engine.close();
  expect(folder.files.size).toBeGreaterThan(0);

  // The store has the run as it was when the page was closed, or shortly before.
  engine = new EngineHarness({ storage });
  const { snapshots } = await engine.next('snapshots');
  expect(snapshots[0]).toMatchObject({ preset: 'mnist-mlp', size: 'quick' });
  const { step } = snapshots[0]!;
  engine.send(open({ resume: true, seed: 99 }));
  await engine.status('paused');
  await engine.until(() => engine.steps().length === step);
  engine.send({ type: 'step', count: 14 - step });
  await engine.until(() => engine.steps().length === 14);
  expect(engine.column('loss').slice(0, 13)).toEqual(wanted);
  const [last] = engine.column('loss').slice(-1);

  // The file has it after nine steps.
  engine.forget();
  engine.send({ type: 'load', request: 5, bytes: saved.bytes, partial: false });
  expect(await engine.next('loaded')).toMatchObject({ request: 5, applied: true, misfits: [] });
  engine.forget();
  engine.send({ type: 'step', count: 5 });
  await engine.until(() => engine.steps().length === 5);
  expect(engine.steps()).toEqual([10, 11, 12, 13, 14]);
  expect(engine.column('loss')).toEqual([...wanted.slice(9), last]);
}, 180_000);

test('a file for another model says what does not fit, and gives what does', async () => {
  engine = new EngineHarness();
  engine.send(open());
  engine.send({ type: 'step', count: 2 });
  engine.send({ type: 'save', request: 1 });
  const { bytes } = await engine.next('saved');
  engine.send(open({ controls: { units: 24 } }));
  await engine.status('ready');
  engine.send({ type: 'load', request: 2, bytes, partial: false });
  const refused = await engine.next('loaded');
  expect(refused.applied).toBe(false);
  expect(refused.fitted).toContain('weights/digit/bias');
  expect(refused.misfits.map((m) => m.name)).toContain('weights/hidden_1/kernel');
  engine.send({ type: 'load', request: 3, bytes, partial: true });
  expect(await engine.next('loaded')).toMatchObject({ request: 3, applied: true });
  engine.send({ type: 'load', request: 4, bytes: new ArrayBuffer(100), partial: true });
  expect((await engine.next('error')).error.message).toMatch(/^safetensors file/);
  engine.send({ type: 'step', count: 1 });
  await engine.status('paused');
}, 120_000);

test('the curves of a run that is saved while it trains go up to its step', async () => {
  engine = new EngineHarness();
  engine.send(open());
  engine.send({ type: 'start' });
  for (let i = 1; i <= 8; i++) {
    await engine.until(() => engine.steps().length >= 5 * i);
    engine.send({ type: 'save', request: i });
    const { bytes } = await engine.next('saved');
    const { state, curves } = readRunFile(new Uint8Array(bytes));
    expect(curves.step?.at(-1)).toBe(state?.position.iterations);
  }
}, 120_000);

test('a run that another tab has is read-only, until that leaves it: then it goes on from what was stored last', async () => {
  const storage = { folder: Promise.resolve(new MemoryFolder()), quota: Promise.resolve(1e8) };
  const locks = fakeLocks();
  const first = new EngineHarness({ storage, locks });
  first.send(open());
  first.send({ type: 'step', count: 3 });
  await first.until(() => first.ofType('snapshots').some(({ snapshots }) => snapshots.length > 0));

  engine = new EngineHarness({ storage, locks });
  engine.send(open({ resume: true }));
  const notices = () => engine.ofType('snapshots').map(({ notice }) => notice ?? '');
  await engine.until(() => notices().some((notice) => /open in another tab/.test(notice)));
  await engine.status('paused');
  first.send({ type: 'step', count: 4 });
  await first.until(() => first.steps().length === 7);
  await first.close();

  const { snapshot } = await engine.next('left');
  expect(snapshot.step).toBe(7);
  expect(notices().at(-1)).toMatch(/other tab has left/);
  engine.forget();
  engine.send({ type: 'resume-snapshot', id: snapshot.id });
  await engine.status('paused');
  engine.send({ type: 'step', count: 1 });
  await engine.until(() => engine.steps().length === 8);
  await engine.until(() => engine.ofType('snapshots').some(({ snapshots }) => snapshots[0]?.step === 8));
  expect(engine.column('loss').slice(0, 7)).toEqual(first.column('loss'));
});
