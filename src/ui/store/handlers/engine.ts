import { refuseModel } from '../actions/code.ts';
import { openWanted } from '../actions/model.ts';
import { openOwnData } from '../actions/own-data.ts';
import { startQueued } from '../actions/training.ts';
import { DEFAULT_WANTED } from '../initial.ts';
import type { Handler } from './types.ts';

/** Presets of a person's own files, which no page keeps. */
const OWN = 'own-';

/** The engine is up: opens what the address asks for, or asks for the person's files again. */
export const hello: Handler<'hello'> = (app, { presets }) => {
  app.update('engine', { presets });
  const { wanted } = app.state().model;
  if (wanted.preset.startsWith(OWN)) {
    app.update('model', { wanted: DEFAULT_WANTED });
    openOwnData(app);
  }
  if (!app.state().model.opened) openWanted(app);
};

export const device: Handler<'device'> = (app, event) => app.update('engine', { device: event.device });

export const noWebGpu: Handler<'no-webgpu'> = (app, { reason }) => app.update('engine', { noWebGpu: reason });

/** A state that works again takes the last error away. */
export const status: Handler<'status'> = (app, event) => {
  app.coalescer.flush();
  const works = event.status === 'running' || event.status === 'ready';
  app.update('engine', {
    status: event.status,
    note: event.note,
    ...(works ? { progress: {}, error: null } : {}),
  });
  if (event.status === 'running') {
    app.update('training', { nan: null, queued: false });
    app.update('checkpoints', { offer: null });
  }
  // It stands at good weights again.
  if (event.status === 'paused') app.update('training', { nan: null });
  startQueued(app);
};

export const progress: Handler<'progress'> = (app, { task, done, total, note }) => {
  const rest = { ...app.state().engine.progress };
  if (done >= total) delete rest[task];
  else rest[task] = { done, total, note };
  app.update('engine', { progress: rest });
};

/** Questions that an engine may not be able to answer: the panel that asked says so, no notice is shown. */
const OPTIONAL: ReadonlySet<string> = new Set(['inspect', 'watch-nodes', 'time-plan', 'snapshots']);

export const error: Handler<'error'> = (app, event) => {
  const { where } = event.error;
  if (OPTIONAL.has(where)) {
    app.update('engine', { unavailable: [...app.state().engine.unavailable, where] });
    if (where === 'inspect') app.update('inspector', { pending: false });
    return;
  }
  if (refuseModel(app, event.error)) return;
  app.update('engine', { error: event.error });
  app.update('model', { pending: {} });
  app.update('training', { queued: false });
  app.update('samples', { asked: false });
};

export const recovered: Handler<'recovered'> = (app, { fromStep, losses }) =>
  app.update('engine', { recovered: { fromStep, losses } });
