// The page without React: state, curves and the engine, joined by one handler per event and plain action functions.

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Engine } from '../../worker/client.ts';
import { ColumnStore } from '../charts/column-store.ts';
import { type Coalescer, createCoalescer } from './coalesce.ts';
import { handle } from './handlers/table.ts';
import { initialState } from './initial.ts';
import type { RunArchive } from './run-archive.ts';
import type { AppState, ViewSlice, Wanted } from './state.ts';

export interface App {
  readonly store: StoreApi<AppState>;
  readonly engine: Engine;
  /** Curves of the current run by step. */
  readonly series: ColumnStore;
  readonly coalescer: Coalescer;
  /** Where runs are kept; null where the browser offers nothing. */
  readonly archive: RunArchive | null;
  /** Answers that are awaited, by number of the request. */
  readonly awaited: Map<number, (bytes: ArrayBuffer) => void>;
  /** Who looks at the numbers of nodes: the engine measures them only then. */
  readonly watchers: Set<string>;
  /** Called while the curves of a run still stand, before they are cleared. */
  readonly beforeClear: Set<() => void>;
  readonly state: () => AppState;
  /** Changes some fields of one slice. */
  update<K extends keyof AppState>(slice: K, change: Partial<AppState[K]>): void;
}

export interface AppOptions {
  readonly engine: Engine;
  readonly wanted: Wanted;
  readonly view: ViewSlice;
  readonly archive?: RunArchive | null;
}

/** Live numbers change ten times a second: faster than that nobody reads. */
const READABLE_MS = 100;

export function createApp({ engine, wanted, view, archive = null }: AppOptions): App {
  const store = createStore<AppState>(() => initialState(wanted, view));
  const app: App = {
    store,
    engine,
    series: new ColumnStore(),
    coalescer: createCoalescer(READABLE_MS),
    archive,
    awaited: new Map(),
    watchers: new Set(),
    beforeClear: new Set(),
    state: store.getState,
    update(slice, change) {
      store.setState((state) => ({ ...state, [slice]: { ...state[slice], ...change } }));
    },
  };
  engine.listen((event) => handle(app, event));
  return app;
}
