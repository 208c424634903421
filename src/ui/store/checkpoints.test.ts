import { expect, test, vi } from 'vitest';
import { connect } from '../../worker/client.ts';
import type { Event as EngineEvent, SnapshotInfo } from '../../worker/protocol.ts';
import { createFakeWorker } from '../testing/fake-worker.ts';
import { resumeSnapshot } from './actions/checkpoints.ts';
import { createApp } from './app.ts';
import { takeDroppedFiles } from './drop-files.ts';
import { DEFAULT_VIEW, DEFAULT_WANTED } from './initial.ts';

async function openApp() {
  const worker = createFakeWorker({ tick: 1 });
  const app = createApp({ engine: connect(worker), wanted: DEFAULT_WANTED, view: DEFAULT_VIEW });
  await vi.waitFor(() => expect(app.state().model.opened).not.toBeNull());
  return { app, worker };
}

const snapshot = (id: string, step: number): SnapshotInfo => ({
  id,
  preset: 'mnist-mlp',
  size: 'quick',
  step,
  epoch: 0,
  bytes: 1000,
  at: step,
  loss: 1,
});
const stored = (...snapshots: SnapshotInfo[]): EngineEvent => ({
  type: 'snapshots',
  snapshots,
  usedBytes: 1000,
  quotaBytes: 9000,
  notice: null,
});

test('what was stored before the page opened is offered, until it is gone or something trains', async () => {
  const { app, worker } = await openApp();
  const gone = { ...snapshot('z', 30), preset: 'own-table' };
  worker.emit(stored(gone, snapshot('b', 20), snapshot('a', 10)));
  expect(app.state().checkpoints.offer?.id).toBe('b');
  worker.emit(stored(snapshot('c', 5), snapshot('b', 20)));
  expect(app.state().checkpoints.offer?.id).toBe('b');
  worker.emit(stored(snapshot('c', 5)));
  expect(app.state().checkpoints.offer).toBeNull();
  worker.emit(stored(snapshot('d', 6)));
  expect(app.state().checkpoints.offer).toBeNull();
});

test('training, and going on with a snapshot, end the offer', async () => {
  for (const end of ['train', 'resume']) {
    const { app, worker } = await openApp();
    worker.emit(stored(snapshot('b', 20)));
    if (end === 'train') worker.emit({ type: 'status', status: 'running', note: '' });
    else resumeSnapshot(app, 'b');
    expect(app.state().checkpoints.offer).toBeNull();
    if (end === 'resume') expect(worker.received.at(-1)).toEqual({ type: 'resume-snapshot', id: 'b' });
  }
});

/** A drop as browsers tell of it. */
function dropOf(file: File): Event {
  const event = new Event('drop', { cancelable: true });
  return Object.assign(event, { dataTransfer: { types: ['Files'], files: [file] } });
}

test('a dropped run is opened, and what does not fit is told with the file at hand', async () => {
  const { app, worker } = await openApp();
  const page = new EventTarget();
  takeDroppedFiles(app, page);
  const file = new File([new Uint8Array(8)], 'run.safetensors');
  const drop = dropOf(file);
  page.dispatchEvent(drop);
  expect(drop.defaultPrevented).toBe(true);
  await vi.waitFor(() => expect(worker.received.at(-1)?.type).toBe('load'));
  worker.emit({ type: 'loaded', request: 1, applied: false, fitted: ['a'], misfits: [], holdsRun: true });
  expect(app.state().checkpoints.loaded).toMatchObject({ applied: false, file, holdsRun: true });
});

test('any other file is refused by name, and never takes the place of the page', async () => {
  const { app, worker } = await openApp();
  const page = new EventTarget();
  takeDroppedFiles(app, page);
  const sent = worker.received.length;
  const drop = dropOf(new File(['x'], 'cat.png'));
  page.dispatchEvent(drop);
  expect(drop.defaultPrevented).toBe(true);
  await vi.waitFor(() => expect(app.state().engine.error?.message).toContain('cat.png'));
  expect(worker.received.length).toBe(sent);
});
