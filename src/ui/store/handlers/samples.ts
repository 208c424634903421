import type { Handler } from './types.ts';

export const samples: Handler<'samples'> = (app, event) =>
  app.update('samples', { info: event.samples, asked: false });

export const evaluation: Handler<'evaluation'> = (app, { views }) =>
  app.update('samples', { evaluation: views });

/** Only the newest attempt counts. */
export const tried: Handler<'try'> = (app, { request, view, error }) => {
  if (request === app.state().attempt.request) app.update('attempt', { view, error });
};
