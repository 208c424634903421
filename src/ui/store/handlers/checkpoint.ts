import type { Handler } from './types.ts';

export const saved: Handler<'saved'> = (app, { request, bytes }) => {
  app.awaited.get(request)?.(bytes);
  app.awaited.delete(request);
};

export const loaded: Handler<'loaded'> = (app, { request, type: _, ...result }) => {
  const file = request === 0 ? null : app.state().checkpoints.sent;
  app.update('checkpoints', { loaded: { ...result, file }, sent: null });
};

/** What is stored when the page opens is from before: the page offers to go on with the newest of which it has the data. */
export const snapshots: Handler<'snapshots'> = (app, { type: _, ...stored }) => {
  const { offer } = app.state().checkpoints;
  const kept = offer ? stored.snapshots.find(({ id }) => id === offer.id) : null;
  const known = new Set(app.state().engine.presets.map(({ id }) => id));
  const first = offer === undefined ? stored.snapshots.find(({ preset }) => known.has(preset)) : kept;
  app.update('checkpoints', { ...stored, offer: first ?? null });
};

/** Another tab has left the run that is open here: it can go on from what that stored last. */
export const left: Handler<'left'> = (app, { snapshot }) => app.update('checkpoints', { offer: snapshot });
