import type { Handler } from './types.ts';

export const saved: Handler<'saved'> = (app, { request, bytes }) => {
  app.awaited.get(request)?.(bytes);
  app.awaited.delete(request);
};

export const loaded: Handler<'loaded'> = (app, { fitted, misfits }) =>
  app.update('checkpoints', { loaded: { fitted, misfits } });

export const snapshots: Handler<'snapshots'> = (app, { snapshots: list, usedBytes, quotaBytes, notice }) =>
  app.update('checkpoints', { snapshots: list, usedBytes, quotaBytes, notice });
