import { openPreset } from '../actions/model.ts';
import { EMPTY_OWN } from '../initial.ts';
import type { Handler } from './types.ts';

/** Only the newest check counts. */
export const checkedData: Handler<'checked-data'> = (app, { request, report, columns, error }) => {
  if (request === app.state().own.request)
    app.update('own', { pending: false, report, columns: report?.columns ?? columns, error });
};

/** The person's data join the list, in the place of earlier ones of their kind, and are opened. */
export const ownPreset: Handler<'own-preset'> = (app, { preset }) => {
  const others = app.state().engine.presets.filter((one) => one.id !== preset.id);
  app.update('engine', { presets: [...others, preset] });
  app.update('own', { ...EMPTY_OWN, request: app.state().own.request });
  openPreset(app, preset.id);
};
