// All that the page shows, by slice. Curves are not here: they live in a `ColumnStore`, beside React.

import type { CodeFault } from '../../sandbox/protocol.ts';
import type {
  ColumnReport,
  Control,
  ControlValue,
  DataReport,
  DeviceInfo,
  EpochLogs,
  ErrorInfo,
  EvaluationView,
  Event,
  GivenData,
  InspectInfo,
  NodeStats,
  PlanInfo,
  PresetInfo,
  PresetSize,
  RunStatus,
  SamplesInfo,
  SampleView,
  SnapshotInfo,
  Throughput,
} from '../../worker/protocol.ts';
import type { StoredRun } from './run-record.ts';

export type Opened = Extract<Event, { type: 'opened' }>;
export type Task = Extract<Event, { type: 'progress' }>['task'];

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly note: string;
}

/** The engine itself: device, what it is doing, what went wrong. */
export interface EngineSlice {
  readonly presets: readonly PresetInfo[];
  readonly device: DeviceInfo | null;
  /** Why there is no WebGPU, where there is none. */
  readonly noWebGpu: string | null;
  readonly status: RunStatus;
  readonly note: string;
  readonly progress: Readonly<Partial<Record<Task, Progress>>>;
  readonly error: ErrorInfo | null;
  /** Commands that this engine does not answer. */
  readonly unavailable: readonly string[];
  readonly softwareNoticed: boolean;
  readonly recovered: { readonly fromStep: number; readonly losses: number } | null;
}

/** What was asked for by address or list, and what the engine opened. */
export interface ModelSlice {
  readonly wanted: Wanted;
  readonly opened: Opened | null;
  readonly controls: readonly Control[];
  /** Settings that need a new plan and wait for it. */
  readonly pending: Readonly<Record<string, ControlValue>>;
  readonly plan: PlanInfo | null;
}

export interface Wanted {
  readonly preset: string;
  readonly size: PresetSize;
  readonly seed: number;
  readonly tune: boolean;
  readonly controls: Readonly<Record<string, ControlValue>>;
}

/** A change of a setting, marked on the charts. */
export interface Edit {
  readonly step: number;
  readonly id: string;
  readonly value: ControlValue;
}

export interface TrainingSlice {
  readonly epoch: number;
  readonly step: number;
  readonly throughput: Throughput | null;
  /** Means of the newest steps by column, refreshed a few times a second. */
  readonly latest: Readonly<Record<string, number>>;
  readonly epochs: readonly EpochLogs[];
  readonly edits: readonly Edit[];
  readonly nan: { readonly step: number; readonly node: string; readonly canRollBack: boolean } | null;
  /** Train was pressed before the engine was ready. */
  readonly queued: boolean;
  readonly slowMotion: number | null;
}

export interface SamplesSlice {
  readonly info: SamplesInfo | null;
  /** A request is under way. */
  readonly asked: boolean;
  readonly from: number;
  readonly evaluation: readonly EvaluationView[];
}

/** What a person gave the model to try, and its answer. */
export interface AttemptSlice {
  readonly request: number;
  readonly view: SampleView | null;
  readonly error: ErrorInfo | null;
}

/** What a person wrote in the code editor, and what came of it. */
export interface CodeSlice {
  /** By preset; one without an entry shows the code of its model. */
  readonly drafts: Readonly<Record<string, string>>;
  /** Preset whose draft came with a link and was not run yet. */
  readonly fromLink: string | null;
  /** The address held a link that cannot be read. */
  readonly brokenLink: boolean;
  readonly running: boolean;
  readonly fault: CodeFault | null;
  /** Lines of the layers of a model that the engine was given and has not answered yet. */
  readonly sent: Readonly<Record<string, number>> | null;
}

export interface InspectorSlice {
  readonly node: string | null;
  readonly request: number;
  readonly info: InspectInfo | null;
  readonly pending: boolean;
  readonly sample: number;
  /** The histograms of the chosen node's weights, since it was chosen. */
  readonly history: readonly HistogramMoment[];
}

/** Histograms of weights at a step. */
export interface HistogramMoment {
  readonly step: number;
  readonly weights: readonly Pick<InspectInfo['weights'][number], 'name' | 'histogram'>[];
}

export const OVERLAYS = [
  'none',
  'gpuShare',
  'bytes',
  'gradientNorm',
  'weightNorm',
  'deadFraction',
  'nan',
] as const;
export type Overlay = (typeof OVERLAYS)[number];

export interface GraphSlice {
  readonly overlay: Overlay;
  readonly stats: NodeStats | null;
  /** Boxes that are closed. */
  readonly closed: readonly string[];
  /** Layer under the pointer: all its calls light up. */
  readonly hovered: string | null;
}

export interface RunsSlice {
  readonly runs: readonly StoredRun[];
  /** Ids of the runs drawn over the current one. */
  readonly shown: readonly string[];
  readonly fault: string | null;
}

/** A person's own data: what was chosen, and what the engine found in it. */
export interface OwnSlice {
  readonly open: boolean;
  readonly given: GivenData | null;
  readonly request: number;
  readonly pending: boolean;
  readonly report: DataReport | null;
  readonly columns: readonly ColumnReport[];
  readonly error: ErrorInfo | null;
}

/** What came of opening a file. */
export interface LoadedFile extends Omit<Extract<Event, { type: 'loaded' }>, 'type' | 'request'> {
  /** Null where the engine found it in its storage. */
  readonly file: File | null;
}

/** Saved runs: in the browser, and what came of opening a file. */
export interface CheckpointsSlice {
  readonly snapshots: readonly SnapshotInfo[];
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly notice: string | null;
  /** The notice that the person has put away. */
  readonly seenNotice: string | null;
  /** The snapshot with which the page offers to go on; undefined until it is known what is stored. */
  readonly offer: SnapshotInfo | null | undefined;
  /** The file that was given to the engine last. */
  readonly sent: File | null;
  readonly loaded: LoadedFile | null;
}

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'en' | 'zh';

export interface ViewSlice {
  readonly theme: Theme;
  readonly language: Language;
  /** Chosen tab by area. */
  readonly tabs: Readonly<Record<string, string>>;
  readonly logarithmic: boolean;
  /** Losses of several outputs, weighted, on top of each other. */
  readonly stacked: boolean;
  /** Weight of the past in the drawn average, 0 to 0.99. */
  readonly smoothing: number;
  readonly hidden: readonly string[];
  /** Visible steps, or null: all. */
  readonly range: readonly [number, number] | null;
  readonly help: boolean;
  /** The list of all data and their licences is open. */
  readonly sources: boolean;
  readonly table: boolean;
}

export interface AppState {
  readonly engine: EngineSlice;
  readonly model: ModelSlice;
  readonly training: TrainingSlice;
  readonly samples: SamplesSlice;
  readonly attempt: AttemptSlice;
  readonly code: CodeSlice;
  readonly inspector: InspectorSlice;
  readonly graph: GraphSlice;
  readonly runs: RunsSlice;
  readonly checkpoints: CheckpointsSlice;
  readonly own: OwnSlice;
  readonly view: ViewSlice;
}
