import { afterEach, expect, test } from 'vitest';
import { readDataFile } from '../cli/read-file.ts';
import { Prng } from '../core/prng.ts';
import type { Command } from './protocol.ts';
import { EngineHarness } from './testing/engine-harness.ts';

const open = (controls = {}, preset = 'mnist-mlp'): Command => ({
  type: 'open',
  preset,
  size: 'quick',
  controls,
  seed: 7,
  tune: false,
  resume: false,
});
let engine: EngineHarness;

afterEach(() => engine.close());

test('says what is wrong with bad commands and goes on', async () => {
  engine = new EngineHarness();
  const errorOf = async (command: Command) => {
    engine.send(command);
    return (await engine.next('error')).error.message;
  };
  expect(await errorOf({ type: 'start' })).toBe('start: a preset must be open, got none. Try: choosing one.');
  expect(await errorOf(open({}, 'nothing'))).toMatch(/^preset: must be one of mnist-mlp/);
  expect(await errorOf(open({ batchSize: 0 }))).toMatch(/batchSize: must be a number from 1 to 4096, got 0/);
  expect(await errorOf(open({ wings: 2 }))).toMatch(/settings are optimizer.*got 'wings'/);
  engine.send(open());
  await engine.status('ready');
  expect(await errorOf({ type: 'set', id: 'learningRate', value: -1 })).toMatch(
    /Learning rate: must be a number/,
  );
  expect(await errorOf({ type: 'set', id: 'learningRate', value: Number.NaN })).toMatch(/got NaN/);
  expect(await errorOf({ type: 'set', id: 'nothing', value: 1 })).toMatch(/settings are/);
  expect(await errorOf({ type: 'step', count: 0.5 })).toMatch(/steps: must be a whole number/);
  expect(await errorOf({ type: 'reset', seed: -1 })).toMatch(/seed: must be a whole number/);
  expect(await errorOf({ type: 'samples', from: -1, count: 4 })).toMatch(/first sample/);
  engine.send({ type: 'step', count: 1 });
  await engine.status('paused');
});

test('starts when Train was asked for while it still loads, and pauses when Pause was', async () => {
  engine = new EngineHarness();
  engine.send(open());
  engine.send({ type: 'start' });
  await engine.status('running');
  await engine.until(() => engine.steps().length > 2);
  engine.send(open());
  engine.send({ type: 'start' });
  engine.send({ type: 'pause' });
  await engine.next('opened');
  engine.forget();
  await engine.status('ready');
  await engine.status('paused');
  expect(engine.steps().length).toBeLessThan(3);
});

test('offers to read a damaged shard again', async () => {
  let broken = true;
  const read: typeof readDataFile = async (path, signal) => {
    const bytes = await readDataFile(path, signal);
    if (broken && path.includes('train')) bytes[100] = bytes[100]! ^ 255;
    return bytes;
  };
  engine = new EngineHarness({ read });
  engine.send(open());
  const { error } = await engine.next('error');
  expect(error.retry).toBe(true);
  expect(error.message).toMatch(/SHA-256/);
  await engine.status('failed');
  broken = false;
  engine.send({ type: 'retry-data' });
  await engine.status('ready');
});

test('waits for a shard that is missing, answers meanwhile, and goes on when it comes', async () => {
  let broken = true;
  let shards = 0;
  const read: typeof readDataFile = async (path, signal) => {
    if (broken && path.includes('train') && path.includes('pixels') && shards++ > 0)
      throw new Error('no network');
    return readDataFile(path, signal);
  };
  engine = new EngineHarness({ read });
  engine.send(open({ batchSize: 512 }));
  engine.send({ type: 'run-epoch' });
  expect((await engine.next('error')).error).toMatchObject({ kind: 'data', retry: true });
  await engine.next('status', (s) => s.note === 'waiting for data');
  engine.send({ type: 'pause' });
  await engine.status('paused');
  expect(engine.steps().at(-1)).toBeLessThan(13);
  engine.send({ type: 'run-epoch' });
  broken = false;
  engine.send({ type: 'retry-data' });
  const { logs } = await engine.next('epoch');
  expect(logs.logs.val_accuracy).toBeGreaterThan(0.85);
  const { views } = await engine.next('evaluation');
  const [view] = views;
  if (view?.kind !== 'confusion') throw new Error('no table');
  expect(view.counts.reduce((a, b) => a + b, 0)).toBeGreaterThan(255);
});

test('makes a new plan for another batch size and keeps the weights and the place', async () => {
  engine = new EngineHarness();
  engine.send(open());
  await engine.status('ready');
  engine.send({ type: 'step', count: 40 });
  await engine.status('paused');
  const before = engine.column('loss').slice(-5);
  engine.send({ type: 'set', id: 'batchSize', value: 256 });
  const again = await engine.next('opened');
  expect(again.controls.find((c) => c.id === 'batchSize')?.value).toBe(256);
  await engine.status('paused');
  engine.send({ type: 'step', count: 1 });
  await engine.until(() => engine.steps().at(-1) === 41);
  expect(engine.column('loss').at(-1)).toBeLessThan(Math.max(...before) * 1.5);
});

test('changes the plan while it trains, and loses no step', async () => {
  engine = new EngineHarness();
  engine.send(open({ schedule: 'cosine' }));
  engine.send({ type: 'start' });
  await engine.until(() => engine.steps().length > 5);
  engine.send({ type: 'set', id: 'units', value: 24 });
  engine.send({ type: 'set', id: 'units', value: 32 });
  engine.send({ type: 'set', id: 'learningRate', value: 0.002 });
  await engine.next('opened', (o) => o.controls.some((c) => c.id === 'units' && c.value === 32));
  const { controls } = engine.ofType('opened').at(-1)!;
  expect(controls.find((c) => c.id === 'learningRate')?.value).toBe(0.002);
  const at = engine.steps().at(-1)!;
  await engine.until(() => engine.steps().at(-1)! > at + 5);
  const steps = engine.steps();
  expect(steps).toEqual(steps.map((_, i) => i + 1));
  expect(engine.column('learning_rate').at(-1)).toBeCloseTo(0.002, 4);
});

test('answers for the samples and for a drawn digit while it trains', async () => {
  engine = new EngineHarness();
  engine.send(open());
  engine.send({ type: 'samples', from: 3, count: 5 });
  engine.send({ type: 'start' });
  const { samples } = await engine.next('samples');
  expect(samples.samples).toHaveLength(5);
  const view = samples.samples[0]!;
  if (view.kind !== 'image-class') throw new Error(view.kind);
  expect(view.image.shape).toEqual([28, 28]);
  expect(view.probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
  const drawn = Float32Array.from(view.image.data, (x) => x / 255);
  await engine.until(() => engine.steps().length > 60);
  engine.send({ type: 'try', request: 5, input: { kind: 'image', image: { shape: [28, 28], data: drawn } } });
  const tried = await engine.next('try');
  if (tried.view?.kind !== 'image-class') throw new Error('no view');
  expect(tried.view.probabilities.indexOf(Math.max(...tried.view.probabilities))).toBe(view.label);
  engine.send({
    type: 'try',
    request: 6,
    input: { kind: 'image', image: { shape: [2], data: new Float32Array(2) } },
  });
  expect((await engine.next('try')).error?.message).toMatch(/must have as many numbers/);
});

test('ends in a working state after any sequence of commands', async () => {
  engine = new EngineHarness();
  const prng = new Prng(11);
  const commands: Command[] = [
    open(),
    open({ units: 16 }),
    { type: 'start' },
    { type: 'pause' },
    { type: 'resume' },
    { type: 'step', count: 2 },
    { type: 'stop' },
    { type: 'reset', seed: 3 },
    { type: 'set', id: 'learningRate', value: 0.002 },
    { type: 'set', id: 'units', value: 24 },
    { type: 'set', id: 'batchSize', value: 64 },
    { type: 'slow-motion', stepsPerSecond: 5 },
    { type: 'slow-motion', stepsPerSecond: null },
    { type: 'samples', from: 0, count: 3 },
  ];
  for (let i = 0; i < 60; i++) {
    engine.send(commands[Math.floor(prng.uniform() * commands.length)]!);
    const wait = prng.uniform();
    if (wait < 0.6) await new Promise((resolve) => setTimeout(resolve, wait * 120));
  }
  engine.forget();
  engine.send({ ...open(), seed: 5 } as Command);
  engine.send({ type: 'step', count: 2 });
  await engine.next('opened', (o) => o.seed === 5);
  await engine.until(() => engine.steps().join() === '1,2');
  expect(engine.ofType('error')).toEqual([]);
});

test('says what is missing where there is no WebGPU', async () => {
  engine = new EngineHarness({ gpu: null });
  expect((await engine.next('no-webgpu')).reason).toMatch(/WebGPU/);
  engine.send(open());
  await engine.status('failed');
});
