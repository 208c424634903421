// Saved runs: snapshots in this browser, and files.

import { saveFile } from '../../format/save-file.ts';
import type { App } from '../app.ts';
import { leaveRun } from './training.ts';

/** Bytes of the largest file that is read: what one array can hold. */
const MOST_BYTES = 2 ** 31 - 1;

let requests = 0;

/** Goes on with a stored run: it takes the place of the present one. */
export function resumeSnapshot(app: App, id: string): void {
  leaveRun(app);
  app.update('model', { wanted: { ...app.state().model.wanted, controls: {} } });
  app.update('checkpoints', { offer: null });
  app.engine.send({ type: 'resume-snapshot', id });
}

/** Gives the present model the weights of a stored run that it has too; those it alone has stay as they are. */
export function takeWeights(app: App, id: string): void {
  app.engine.send({ type: 'take-weights', id });
}

export function deleteSnapshot(app: App, id: string): void {
  app.engine.send({ type: 'delete-snapshot', id });
}

/** Hands the run to the person as one file: weights, optimizer state, settings, curves. */
export function saveRun(app: App): void {
  const request = ++requests;
  const { preset } = app.state().model.wanted;
  app.awaited.set(request, (bytes) => {
    const { step } = app.state().training;
    saveFile(new Blob([bytes]), `${preset}-step-${step}.safetensors`);
  });
  app.engine.send({ type: 'save', request });
}

/** How a file is opened: as it fits as a whole, its tensors that fit, or the run that it holds. */
export type OpenFileAs = 'whole' | 'partial' | 'own';

/** Gives a safetensors file to the engine, which answers with what fits. */
export async function openRunFile(app: App, file: File, as: OpenFileAs = 'whole'): Promise<void> {
  if (!file.name.endsWith('.safetensors') || file.size > MOST_BYTES) {
    app.update('engine', { error: notTaken(file) });
    return;
  }
  const bytes = await file.arrayBuffer();
  if (as === 'own') leaveRun(app);
  app.update('checkpoints', { sent: file, loaded: null });
  const request = ++requests;
  app.engine.send({ type: 'load', request, bytes, partial: as === 'partial', own: as === 'own' }, [bytes]);
}

function notTaken({ name, size }: File) {
  const must = 'must be a .safetensors file of at most 2 GB';
  const got = `${name}, ${size} bytes`;
  const message = `file: ${must}, got ${got}.`;
  return { kind: 'interop', message, where: 'file', must, got, try: null, retry: false };
}
