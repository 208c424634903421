// Every slice as it is before anything happened.

import type { AppState, OwnSlice, TrainingSlice, ViewSlice, Wanted } from './state.ts';

export const EMPTY_TRAINING: TrainingSlice = {
  epoch: 0,
  step: 0,
  throughput: null,
  latest: {},
  epochs: [],
  edits: [],
  nan: null,
  queued: false,
  slowMotion: null,
};

export const EMPTY_OWN: OwnSlice = {
  open: false,
  given: null,
  request: 0,
  pending: false,
  report: null,
  columns: [],
  error: null,
};

export const DEFAULT_WANTED: Wanted = {
  preset: 'mnist-mlp',
  size: 'default',
  seed: 7,
  tune: true,
  controls: {},
};

export const DEFAULT_VIEW: ViewSlice = {
  theme: 'system',
  language: 'en',
  tabs: {},
  logarithmic: false,
  stacked: false,
  smoothing: 0.9,
  hidden: [],
  range: null,
  help: false,
  sources: false,
  table: false,
};

/** The state of a page that was just opened. */
export function initialState(wanted: Wanted, view: ViewSlice): AppState {
  return {
    engine: {
      presets: [],
      device: null,
      noWebGpu: null,
      status: 'idle',
      note: '',
      progress: {},
      error: null,
      unavailable: [],
      softwareNoticed: false,
      recovered: null,
    },
    model: { wanted, opened: null, controls: [], pending: {}, plan: null },
    training: EMPTY_TRAINING,
    samples: { info: null, asked: false, from: 0, evaluation: [] },
    code: { drafts: {}, fromLink: null, brokenLink: false, running: false, fault: null, sent: null },
    attempt: { request: 0, view: null, error: null },
    inspector: { node: null, request: 0, info: null, pending: false, sample: 0, history: [] },
    graph: { overlay: 'none', stats: null, closed: [], hovered: null },
    runs: { runs: [], shown: [], fault: null },
    checkpoints: {
      snapshots: [],
      usedBytes: 0,
      quotaBytes: 0,
      notice: null,
      seenNotice: null,
      offer: undefined,
      sent: null,
      loaded: null,
    },
    own: EMPTY_OWN,
    view,
  };
}
