// Keeps every run: written at the end of each epoch, at each stop, and before the curves are cleared.

import type { ColumnStore } from '../charts/column-store.ts';
import { thin } from '../charts/thin.ts';
import type { App } from './app.ts';
import type { StoredRun } from './run-record.ts';
import type { AppState } from './state.ts';

const MOST_POINTS = 4000;

/** Starts to keep runs. A run begins with its first step and ends where the curves are cleared. */
export function recordRuns(app: App): void {
  if (!app.archive) return;
  let current: { readonly id: string; readonly startedAt: number } | null = null;
  const save = (state: AppState) => {
    if (!current || app.series.length === 0 || !state.model.opened) return;
    keep(app, recordOf(state, app.series, current));
  };
  app.store.subscribe((state, before) => {
    if (state.training.step === 0 && before.training.step > 0) current = null;
    if (state.training.step > 0) current ??= { id: crypto.randomUUID(), startedAt: Date.now() };
    const ended = state.training.epochs !== before.training.epochs && state.training.epochs.length > 0;
    const rests = state.engine.status !== 'running';
    const stopped = rests && before.engine.status === 'running';
    // The numbers of the last steps may come after the word that training rests.
    const late = rests && state.training.step !== before.training.step;
    if (ended || stopped || late) save(state);
  });
  app.beforeClear.add(() => save(app.state()));
  void app.archive.list().then(
    (runs) => app.update('runs', { runs: [...app.state().runs.runs, ...runs] }),
    (fault: unknown) => app.update('runs', { fault: String(fault) }),
  );
}

/** Puts a run into the list and into the archive. */
export function keep(app: App, run: StoredRun): void {
  const others = app.state().runs.runs.filter((one) => one.id !== run.id);
  const known = app.state().runs.runs.find((one) => one.id === run.id);
  const named = known ? { ...run, name: known.name } : run;
  app.update('runs', { runs: [named, ...others].sort((a, b) => b.startedAt - a.startedAt) });
  app.archive?.put(named).catch((fault: unknown) => app.update('runs', { fault: String(fault) }));
}

export function recordOf(
  { model, training, engine }: AppState,
  series: ColumnStore,
  { id, startedAt }: { readonly id: string; readonly startedAt: number },
): StoredRun {
  const { preset, size, seed } = model.wanted;
  const title = engine.presets.find((one) => one.id === preset)?.title ?? preset;
  return {
    id,
    name: title,
    preset,
    size,
    seed,
    adapter: engine.device?.description ?? '',
    startedAt,
    updatedAt: Date.now(),
    steps: series.last('step') ?? 0,
    settings: Object.fromEntries(model.controls.map((control) => [control.id, control.value])),
    edits: training.edits,
    epochs: training.epochs,
    columns: thinned(series),
  };
}

function thinned(series: ColumnStore): Record<string, Float64Array> {
  const names = series.names.filter((name) => name !== 'step');
  const columns = names.map((name) => series.column(name));
  const rows = thin(series.column('step'), columns, 0, series.length, MOST_POINTS / 2);
  const kept = names.map((name, index) => [
    name,
    Float64Array.from(rows.curves[index]!, (value) => value ?? Number.NaN),
  ]);
  return { step: Float64Array.from(rows.x), ...Object.fromEntries(kept) };
}
