// The code editor: what is shown, changed, shared and run.

import { runInSandbox } from '../../../sandbox/client.ts';
import type { ErrorInfo } from '../../../worker/protocol.ts';
import type { App } from '../app.ts';
import type { AppState } from '../state.ts';

/** The code that the editor shows: the person's, else that of the model. */
export function codeShown({ code, model }: AppState): string {
  if (!model.opened) return '';
  return code.drafts[model.opened.preset] ?? model.opened.model.code.typescript;
}

export function editCode(app: App, text: string): void {
  const preset = app.state().model.opened?.preset;
  if (preset === undefined || text === codeShown(app.state())) return;
  app.update('code', { drafts: { ...app.state().code.drafts, [preset]: text }, fault: null });
}

/** Back to the code of the model that is open. */
export function discardCode(app: App): void {
  const preset = app.state().model.opened?.preset ?? '';
  const { [preset]: _, ...drafts } = app.state().code.drafts;
  app.update('code', { drafts, fault: null, fromLink: null });
}

/** Runs the code in the sandbox and opens the model that it makes. Only a person's own press comes here. */
export async function runCode(app: App, run = runInSandbox): Promise<void> {
  const { code, model } = app.state();
  if (!model.opened || code.running) return;
  const { preset } = model.opened;
  app.update('code', { running: true, fault: null, fromLink: null });
  const outcome = await run(codeShown(app.state()));
  app.update('code', { running: false });
  if (app.state().model.opened?.preset !== preset) return;
  if (!outcome.ok) return app.update('code', { fault: outcome.fault });
  app.update('code', { sent: outcome.lines });
  app.engine.send({ type: 'open-model', model: outcome.description });
}

/** An error that answers a model of the person's own belongs to its code; false where there is none. */
export function refuseModel(app: App, error: ErrorInfo): boolean {
  const { sent } = app.state().code;
  if (sent === null) return false;
  const name = error.where.split(/[:/]/).find((part) => Object.hasOwn(sent, part.trim()));
  const line = name === undefined ? null : sent[name.trim()]!;
  app.update('code', { sent: null, fault: { kind: 'code', message: error.message, line, column: null } });
  return true;
}

/** A link to preset, settings and the person's code; null where it would be too long. */
export async function shareLink(app: App): Promise<string | null> {
  const { writeShare } = await import('../share.ts');
  const { wanted, opened } = app.state().model;
  const code = app.state().code.drafts[opened?.preset ?? ''] ?? null;
  const fragment = writeShare({ wanted, code });
  return fragment === null ? null : `${location.origin}${location.pathname}${fragment}`;
}
