// What the buttons do. The engine answers with events; only they change what is shown as fact.

import type { ControlValue, RunStatus } from '../../../worker/protocol.ts';
import type { App } from '../app.ts';
import { EMPTY_TRAINING } from '../initial.ts';

/** What the primary button does in each state; null where it can do nothing. */
const PRIMARY: Readonly<Record<RunStatus, 'train' | 'pause' | 'resume' | null>> = {
  idle: 'train',
  loading: 'train',
  compiling: 'train',
  ready: 'train',
  running: 'pause',
  paused: 'resume',
  finished: 'train',
  'stopped-by-nan': null,
  recovering: null,
  failed: null,
};

export type Primary = 'train' | 'pause' | 'resume';

/** The name of the primary button, and whether it does anything. */
export function primaryOf(status: RunStatus): { readonly name: Primary; readonly enabled: boolean } {
  const name = PRIMARY[status];
  return { name: name ?? 'train', enabled: name !== null };
}

/** Train, Pause or Resume, whichever the state allows. */
export function pressPrimary(app: App): void {
  const { name, enabled } = primaryOf(app.state().engine.status);
  if (!enabled) return;
  if (name === 'pause') pause(app);
  else if (name === 'resume') app.engine.send({ type: 'resume' });
  else train(app);
}

const STARTABLE: ReadonlySet<RunStatus> = new Set(['ready', 'finished']);

/** Starts, or remembers to start as soon as the engine is ready; a second press takes that back. */
function train(app: App): void {
  const { status } = app.state().engine;
  if (STARTABLE.has(status)) app.engine.send({ type: 'start' });
  else app.update('training', { queued: !app.state().training.queued });
}

/** Starts if Train was pressed early and the engine is ready by now. */
export function startQueued(app: App): void {
  if (!app.state().training.queued || app.state().engine.status !== 'ready') return;
  app.update('training', { queued: false });
  app.engine.send({ type: 'start' });
}

export function pause(app: App): void {
  app.engine.send({ type: 'pause' });
}

const STEPPABLE: ReadonlySet<RunStatus> = new Set(['ready', 'paused', 'finished', 'running']);

export const canStep = (status: RunStatus): boolean => STEPPABLE.has(status);

/** Trains on that many batches and stops; a run is paused first. */
export function step(app: App, count = 1): void {
  const { status } = app.state().engine;
  if (!canStep(status)) return;
  if (status === 'running') pause(app);
  app.engine.send({ type: 'step', count });
}

export function runEpoch(app: App): void {
  if (canStep(app.state().engine.status)) app.engine.send({ type: 'run-epoch' });
}

export function stop(app: App): void {
  app.engine.send({ type: 'stop' });
}

/** Back to untrained weights: of the same seed, or of another. */
export function reset(app: App, seed = app.state().model.wanted.seed): void {
  if (!app.state().model.opened) return;
  app.engine.send({ type: 'reset', seed });
}

/** A seed that was not the last one. */
export const freshSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0]! % 10_000;

/** Limits the steps per second, so that single steps can be watched; null: as fast as it goes. */
export function slowMotion(app: App, stepsPerSecond: number | null): void {
  app.update('training', { slowMotion: stepsPerSecond });
  app.engine.send({ type: 'slow-motion', stepsPerSecond });
}

export function setControl(app: App, id: string, value: ControlValue): void {
  const { controls, pending } = app.state().model;
  if (controls.find((control) => control.id === id)?.takes === 'plan')
    app.update('model', { pending: { ...pending, [id]: value } });
  app.engine.send({ type: 'set', id, value });
}

/** After NaN: the last good weights, with a tenth of the learning rate. */
export function rollBack(app: App): void {
  const rate = app.state().model.controls.find((control) => control.id === 'learningRate')?.value;
  app.engine.send({ type: 'rollback', learningRate: (typeof rate === 'number' ? rate : 0.01) / 10 });
}

/** The run stands at an earlier step: what came after it is forgotten, the settings of now hold from there. */
export function goBackTo(app: App, step: number): void {
  app.coalescer.flush();
  app.series.truncateAfter(step);
  const { epochs, edits } = app.state().training;
  app.update('training', {
    step,
    epochs: epochs.filter((one) => one.step <= step),
    edits: edits.map((edit) => ({ ...edit, step: Math.min(edit.step, step) })),
  });
}

/** Forgets the curves and numbers of the run; that Train was pressed early is a wish for the one that comes. */
export function clearRun(app: App): void {
  app.coalescer.flush();
  for (const call of app.beforeClear) call();
  app.series.clear();
  const { slowMotion, queued } = app.state().training;
  app.update('training', { ...EMPTY_TRAINING, slowMotion, queued });
  app.update('samples', { evaluation: [] });
  app.update('view', { range: null });
}

/** The person chose another run: what was wished for this one is not for that. */
export function leaveRun(app: App): void {
  clearRun(app);
  app.update('training', { queued: false });
}
