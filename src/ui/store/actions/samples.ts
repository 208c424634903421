import type { TryInput } from '../../../worker/protocol.ts';
import type { App } from '../app.ts';

/** How many samples are looked at together. */
export const SAMPLES_AT_ONCE = 12;

/** Asks what the model says of the samples now; one question at a time. */
export function askSamples(app: App): void {
  const { asked, from } = app.state().samples;
  if (asked || !app.state().model.opened) return;
  app.update('samples', { asked: true });
  app.engine.send({ type: 'samples', from, count: SAMPLES_AT_ONCE });
}

/** Turns to other samples. */
export function turnSamples(app: App, pages: number): void {
  const from = Math.max(0, app.state().samples.from + pages * SAMPLES_AT_ONCE);
  app.update('samples', { from, asked: false });
  askSamples(app);
}

/** Asks what the model makes of a person's own input. */
export function tryInput(app: App, input: TryInput): void {
  const request = app.state().attempt.request + 1;
  app.update('attempt', { request });
  app.engine.send({ type: 'try', request, input });
}

export function clearAttempt(app: App): void {
  app.update('attempt', { request: app.state().attempt.request + 1, view: null, error: null });
}
