import { expect, test, vi } from 'vitest';
import { connect } from '../../worker/client.ts';
import { createFakeWorker } from '../testing/fake-worker.ts';
import { openPreset } from './actions/model.ts';
import { compareWith } from './actions/runs.ts';
import { pressPrimary, reset, setControl, step } from './actions/training.ts';
import { createApp } from './app.ts';
import { DEFAULT_VIEW, DEFAULT_WANTED } from './initial.ts';

async function openApp(wanted = DEFAULT_WANTED) {
  const worker = createFakeWorker({ tick: 1 });
  const app = createApp({ engine: connect(worker), wanted, view: DEFAULT_VIEW });
  await vi.waitFor(() => expect(app.state().engine.presets).not.toEqual([]));
  return { app, worker };
}

test('opens the preset of the address and asks for samples', async () => {
  const { app, worker } = await openApp();
  expect(worker.received.map((command) => command.type)).toEqual(['open', 'samples']);
  expect(app.state().engine.status).toBe('ready');
  expect(app.state().model.opened?.model.parameters).toBe(55_050);
  expect(app.state().samples.info?.samples).toHaveLength(12);
});

test('Train, Pause and Resume are one button; Step trains on one batch; Reset clears the curves', async () => {
  const { app } = await openApp();
  pressPrimary(app);
  await vi.waitFor(() => expect(app.series.length).toBeGreaterThan(20));
  pressPrimary(app);
  expect(app.state().engine.status).toBe('paused');
  const before = app.series.length;
  step(app);
  expect(app.series.length).toBe(before + 1);
  reset(app);
  expect(app.series.length).toBe(0);
  expect(app.state().training.step).toBe(0);
});

test('Train pressed before there is a model starts as soon as it is ready', async () => {
  const worker = createFakeWorker({ tick: 1 });
  const app = createApp({ engine: connect(worker), wanted: DEFAULT_WANTED, view: DEFAULT_VIEW });
  expect(app.state().model.opened).toBeNull();
  pressPrimary(app);
  await vi.waitFor(() => expect(app.state().engine.status).toBe('running'));
  expect(app.state().training.queued).toBe(false);
  app.engine.close();
});

test('a wish to train is not for a model that is chosen after it', async () => {
  const { app, worker } = await openApp();
  worker.emit({ type: 'status', status: 'compiling', note: '' });
  pressPrimary(app);
  openPreset(app, 'headline');
  expect(app.state().training.queued).toBe(false);
  app.engine.close();
});

test('Train pressed early starts when the engine is ready', async () => {
  const { app, worker } = await openApp();
  worker.emit({ type: 'status', status: 'compiling', note: '' });
  pressPrimary(app);
  expect(app.state().training.queued).toBe(true);
  worker.emit({ type: 'status', status: 'ready', note: '' });
  expect(app.state().engine.status).toBe('running');
  app.engine.close();
});

test('a setting changed while running is an edit on the chart', async () => {
  const { app } = await openApp();
  setControl(app, 'rho', 0.95);
  expect(app.state().training.edits).toEqual([]);
  step(app);
  setControl(app, 'learningRate', 0.01);
  expect(app.state().training.edits).toEqual([{ step: 1, id: 'learningRate', value: 0.01 }]);
  expect(app.state().model.wanted.controls).toEqual({ rho: 0.95, learningRate: 0.01 });
});

test('curves go on from where training went back to', async () => {
  const { app, worker } = await openApp();
  const throughput = {
    samplesPerSecond: 1,
    stepsPerSecond: 1,
    msPerStep: 1,
    gpuMsPerStep: null,
    gpuBytes: 0,
    secondsLeft: null,
  };
  const send = (...steps: number[]) =>
    worker.emit({
      type: 'metrics',
      batch: { columns: { step: Float64Array.from(steps), loss: Float64Array.from(steps) } },
      epoch: 1,
      step: steps.at(-1)!,
      throughput,
    });
  send(1, 2, 3, 4);
  send(3, 4, 5);
  expect([...app.series.column('step')]).toEqual([1, 2, 3, 4, 5]);
});

test('a run that goes back to good weights forgets what came after them', async () => {
  const { app, worker } = await openApp();
  step(app, 8);
  setControl(app, 'learningRate', 0.5);
  worker.emit({ type: 'status', status: 'stopped-by-nan', note: '' });
  worker.emit({ type: 'nan', step: 8, node: 'loss', canRollBack: true });
  expect(app.state().training.nan?.step).toBe(8);
  worker.emit({ type: 'control', id: 'learningRate', value: 0.05, step: 5 });
  worker.emit({ type: 'status', status: 'paused', note: '' });
  expect(app.state().training).toMatchObject({ step: 5, nan: null });
  expect(app.state().training.edits).toEqual([
    { step: 5, id: 'learningRate', value: 0.5 },
    { step: 5, id: 'learningRate', value: 0.05 },
  ]);
  expect(app.series.last('step')).toBe(5);
});

test('an unknown preset is an error that can be read', async () => {
  const { app } = await openApp({ ...DEFAULT_WANTED, preset: 'mnist-mpl' });
  expect(app.state().engine.error?.message).toContain('mnist-mpl');
});

test('a comparison opens the preset anew with one setting changed, and trains it', async () => {
  const { app, worker } = await openApp();
  compareWith(app, 'optimizer', 'adam');
  expect(worker.received.findLast(({ type }) => type === 'open')).toMatchObject({
    preset: 'mnist-mlp',
    controls: { optimizer: 'adam' },
  });
  await vi.waitFor(() => expect(app.state().engine.status).toBe('running'));
});
