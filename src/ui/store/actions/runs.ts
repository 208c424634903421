import type { ControlValue } from '../../../worker/protocol.ts';
import { saveFile } from '../../format/save-file.ts';
import type { App } from '../app.ts';
import { keep } from '../recorder.ts';
import type { StoredRun } from '../run-record.ts';
import { openWanted } from './model.ts';
import { clearRun } from './training.ts';

/** Draws a kept run over the current one, or takes it away. */
export function toggleRun(app: App, id: string): void {
  const { shown } = app.state().runs;
  app.update('runs', { shown: shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id] });
}

export function renameRun(app: App, run: StoredRun, name: string): void {
  const { runs } = app.state().runs;
  const renamed = { ...run, name: name.trim() };
  app.update('runs', { runs: runs.map((one) => (one.id === run.id ? renamed : one)) });
  keep(app, renamed);
}

export function deleteRun(app: App, id: string): void {
  const { runs, shown } = app.state().runs;
  app.update('runs', { runs: runs.filter((run) => run.id !== id), shown: shown.filter((one) => one !== id) });
  app.archive?.delete(id).catch((fault: unknown) => app.update('runs', { fault: String(fault) }));
}

/** Everything that is known of a run, as JSON. */
export function exportRun(run: StoredRun): void {
  const columns = Object.fromEntries(
    Object.entries(run.columns).map(([name, values]) => [
      name,
      Array.from(values, (value) => (Number.isFinite(value) ? value : null)),
    ]),
  );
  const text = JSON.stringify({ ...run, columns }, null, 2);
  saveFile(new Blob([text], { type: 'application/json' }), `${run.name}-${run.seed}.json`);
}

/** Trains the open preset anew with one setting changed, and draws the run before it behind. */
export function compareWith(app: App, id: string, value: ControlValue): void {
  clearRun(app);
  const { preset, size } = app.state().model.wanted;
  const [before] = app.state().runs.runs;
  const { shown } = app.state().runs;
  const same = before?.preset === preset && before.size === size && !shown.includes(before.id);
  if (same) app.update('runs', { shown: [...shown, before.id] });
  const { wanted } = app.state().model;
  app.update('model', { wanted: { ...wanted, controls: { ...wanted.controls, [id]: value } } });
  app.update('training', { queued: true });
  openWanted(app);
}

/** Opens the same preset with the same settings and seed, ready to train. */
export function repeatRun(app: App, run: StoredRun): void {
  clearRun(app);
  const { tune } = app.state().model.wanted;
  app.update('model', {
    wanted: { preset: run.preset, size: run.size, seed: run.seed, tune, controls: run.settings },
  });
  app.update('training', { queued: true });
  openWanted(app);
}
