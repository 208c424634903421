import type { Control, ControlValue } from '../../../worker/protocol.ts';
import { askSamples } from '../actions/samples.ts';
import { clearRun, goBackTo } from '../actions/training.ts';
import type { Handler } from './types.ts';

/** A model stands: first opening, another preset, or the same one with a new plan, which keeps its curves. */
export const opened: Handler<'opened'> = (app, event) => {
  const before = app.state().model.opened;
  const own = app.state().code.sent !== null;
  const same = !own && before?.preset === event.preset && before.size === event.size;
  if (!same) {
    clearRun(app);
    app.update('inspector', { node: null, info: null, pending: false, history: [] });
    app.update('graph', { stats: null, closed: [], hovered: null });
  }
  const { wanted, pending } = app.state().model;
  const taken = same ? accepted(event.controls, pending) : {};
  app.update('model', {
    opened: event,
    controls: event.controls,
    pending: {},
    wanted: {
      ...wanted,
      preset: event.preset,
      size: event.size,
      seed: event.seed,
      controls: { ...wanted.controls, ...taken },
    },
  });
  const { step, edits } = app.state().training;
  const made = Object.entries(taken).map(([id, value]) => ({ step, id, value }));
  if (step > 0 && made.length > 0) app.update('training', { edits: [...edits, ...made] });
  if (own) app.update('code', { sent: null });
  askSamples(app);
};

/** The settings that waited for a new plan and now hold. */
function accepted(
  controls: readonly Control[],
  pending: Readonly<Record<string, ControlValue>>,
): Record<string, ControlValue> {
  const held = controls.filter((control) => pending[control.id] === control.value);
  return Object.fromEntries(held.map((control) => [control.id, control.value]));
}

export const plan: Handler<'plan'> = (app, event) => app.update('model', { plan: event.plan });

/** A setting took effect. Before the first step it is no edit of the run. */
export const control: Handler<'control'> = (app, { id, value, step }) => {
  const { nan } = app.state().training;
  if (nan !== null && step < nan.step) goBackTo(app, step);
  const { controls, wanted, pending } = app.state().model;
  const { [id]: _, ...rest } = pending;
  const changed = controls.some((one) => one.id === id && one.value !== value);
  app.update('model', {
    pending: rest,
    controls: controls.map((one) => (one.id === id ? { ...one, value } : one)),
    wanted: { ...wanted, controls: { ...wanted.controls, [id]: value } },
  });
  const { edits } = app.state().training;
  if (changed && step > 0) app.update('training', { edits: [...edits, { step, id, value }] });
};

export const reset: Handler<'reset'> = (app, { seed }) => {
  clearRun(app);
  app.update('model', { wanted: { ...app.state().model.wanted, seed } });
  askSamples(app);
};
