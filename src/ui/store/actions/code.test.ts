import { expect, test, vi } from 'vitest';
import type { Outcome } from '../../../sandbox/protocol.ts';
import { connect } from '../../../worker/client.ts';
import { createFakeWorker } from '../../testing/fake-worker.ts';
import { createApp } from '../app.ts';
import { DEFAULT_VIEW, DEFAULT_WANTED } from '../initial.ts';
import type { Opened } from '../state.ts';
import { codeShown, discardCode, editCode, runCode } from './code.ts';

async function openApp() {
  const worker = createFakeWorker({ tick: 1 });
  const app = createApp({ engine: connect(worker), wanted: DEFAULT_WANTED, view: DEFAULT_VIEW });
  await vi.waitFor(() => expect(app.state().model.opened).not.toBeNull());
  return { app, worker };
}

const made: Outcome = { ok: true, description: { model: 1 }, lines: { dense: 4 } };

const refusal = (where: string) => ({
  type: 'error' as const,
  error: { kind: 'shape', message: 'no', where, must: '', got: null, try: null, retry: false },
});

test('an edit is kept by preset until it is discarded', async () => {
  const { app } = await openApp();
  const own = codeShown(app.state());
  editCode(app, own);
  expect(app.state().code.drafts).toEqual({});
  editCode(app, 'mine');
  expect(codeShown(app.state())).toBe('mine');
  discardCode(app);
  expect(codeShown(app.state())).toBe(own);
});

test('Run sends what the sandbox made, and the opened model starts over', async () => {
  const { app, worker } = await openApp();
  editCode(app, 'mine');
  const seen: string[] = [];
  await runCode(app, async (code) => {
    seen.push(code);
    return made;
  });
  expect(seen).toEqual(['mine']);
  expect(worker.received.at(-1)).toEqual({ type: 'open-model', model: { model: 1 } });
  app.series.append({ step: Float64Array.of(1) });
  worker.emit(app.state().model.opened as Opened);
  expect(app.series.length).toBe(0);
  expect(app.state().code).toMatchObject({ sent: null, drafts: { 'mnist-mlp': 'mine' } });
});

test('a fault of the code stays at the code, and one of the model gets its line', async () => {
  const { app, worker } = await openApp();
  const fault = { kind: 'time', message: 'long', line: null, column: null } as const;
  await runCode(app, async () => ({ ok: false, fault }));
  expect(app.state().code).toMatchObject({ fault, running: false, sent: null });
  await runCode(app, async () => made);
  worker.emit(refusal('dense: kernel'));
  expect(app.state().code.fault).toMatchObject({ message: 'no', line: 4 });
  expect(app.state().engine.error).toBeNull();
  worker.emit(refusal('dense'));
  expect(app.state().engine.error).not.toBeNull();
});
