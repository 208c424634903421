import type { Handler } from './types.ts';

/** Only the newest question counts. */
export const inspect: Handler<'inspect'> = (app, { request, info }) => {
  if (request === app.state().inspector.request) app.update('inspector', { info, pending: false });
};

export const nodeStats: Handler<'node-stats'> = (app, { stats }) => app.update('graph', { stats });
