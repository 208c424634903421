// What the page and the engine's worker say to each other. Plain data only: everything here survives postMessage.

import type { SymbolicShape } from '../core/shape.ts';

/** A setting that a person may change, as the page needs it to build a control. */
export interface Control {
  /** Unique in its preset: `learningRate`, `batchSize`, `dropout/rate`, `units`. */
  readonly id: string;
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  readonly kind: 'int' | 'float' | 'choice' | 'flag';
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** Whether a slider should be logarithmic (learning rates). */
  readonly logarithmic?: boolean;
  readonly options?: readonly string[];
  readonly value: ControlValue;
  /** `live`: takes effect with the next step; `plan`: needs a new plan (compiles again, keeps the weights that fit). */
  readonly takes: 'live' | 'plan';
  /** `layer`: whether one layer trains, `trainable/` with the path of its first call. */
  readonly group: 'optimizer' | 'training' | 'model' | 'data' | 'loss' | 'layer';
}

export type ControlValue = number | string | boolean;

/** Line of the list of presets. */
export interface PresetInfo {
  readonly id: string;
  readonly title: string;
  /** What the model teaches, one sentence. */
  readonly teaches: string;
  readonly data: string;
  readonly parameters: number | null;
  readonly sizes: readonly PresetSize[];
}

export type PresetSize = 'quick' | 'default' | 'seed';

export interface DeviceInfo {
  readonly vendor: string;
  readonly description: string;
  /** A CPU renders: everything works, slowly. */
  readonly software: boolean;
  readonly maxBufferSize: number;
  readonly timestamps: boolean;
}

/** A tensor that travels. */
export interface WireTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** One call of a layer in the graph view; a nested model or TimeDistributed has children. */
export interface GraphNode {
  /** `vision/conv2d:1`: the path of the call; also the `where` of instructions and kernels. */
  readonly id: string;
  readonly layer: string;
  readonly className: string;
  /** Which call of the layer, from 0; `calls` is how many there are. */
  readonly nodeIndex: number;
  readonly calls: number;
  readonly parent: string | null;
  readonly inputShapes: readonly SymbolicShape[];
  readonly outputShapes: readonly SymbolicShape[];
  readonly dtype: string;
  readonly activation: string | null;
  readonly parameters: number;
  readonly trainable: boolean;
  readonly config: Readonly<Record<string, unknown>>;
  readonly role: 'input' | 'layer' | 'output' | 'loss' | 'model' | 'time-distributed';
  /** For losses: weight in the total. */
  readonly lossWeight?: number;
  /** Names of its weights with shapes. */
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly shape: SymbolicShape;
  readonly dtype: string;
}

export interface ModelInfo {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly parameters: number;
  readonly trainableParameters: number;
  /** Keras's summary table. */
  readonly summary: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: SymbolicShape;
    readonly dtype: string;
  }[];
  readonly outputs: readonly {
    readonly name: string;
    readonly shape: SymbolicShape;
    readonly loss: string;
    readonly lossWeight: number;
  }[];
  /** The model as code: in this project's API and as Keras in Python. */
  readonly code: { readonly typescript: string; readonly python: string };
}

export interface PlanRow {
  readonly op: string;
  readonly variant: string;
  readonly where: readonly string[];
  readonly phase: string;
  readonly workgroups: readonly [number, number, number];
  readonly flops: number;
  readonly bytes: number;
  /** Measured, or null until it is. */
  readonly microseconds: number | null;
  readonly wgsl: string;
}

export interface PlanInfo {
  readonly rows: readonly PlanRow[];
  readonly dispatches: number;
  readonly flops: number;
  readonly bytes: number;
  /** Bytes of activations and scratch (planned slots), and the least that liveness allows. */
  readonly slotBytes: number;
  readonly lowerBound: number;
  readonly variableBytes: number;
  readonly slots: readonly {
    readonly bytes: number;
    readonly lives: readonly { readonly first: number; readonly last: number; readonly label: string }[];
  }[];
  readonly largestBatch: number | null;
}

export type RunStatus =
  | 'idle'
  | 'loading'
  | 'compiling'
  | 'ready'
  | 'running'
  | 'paused'
  | 'finished'
  | 'stopped-by-nan'
  | 'recovering'
  | 'failed';

/** Columns of numbers with one value a step: `step`, `loss`, `main_output_loss`, `accuracy`, `learning_rate`, … */
export interface MetricsBatch {
  readonly columns: Readonly<Record<string, Float64Array>>;
}

export interface EpochLogs {
  /** From 1. */
  readonly epoch: number;
  /** Step at which it ended. */
  readonly step: number;
  /** Keras's names: `loss`, `accuracy`, `val_loss`, … */
  readonly logs: Readonly<Record<string, number>>;
}

/** What a preset shows of one sample; the page has one view a kind. */
export type SampleView =
  | {
      readonly kind: 'image-class';
      readonly image: WireTensor;
      readonly probabilities: readonly number[];
      readonly label: number;
    }
  | {
      readonly kind: 'table-class';
      readonly features: readonly { readonly name: string; readonly value: number }[];
      readonly probabilities: readonly number[];
      readonly label: number;
    }
  | {
      readonly kind: 'image-sequence';
      readonly images: WireTensor;
      readonly probabilities: readonly (readonly number[])[];
      readonly labels: readonly number[];
      readonly notes: readonly string[];
    }
  | {
      readonly kind: 'image-pair';
      readonly images: readonly [WireTensor, WireTensor];
      readonly same: number;
      readonly label: number;
    }
  | {
      readonly kind: 'text-class';
      readonly text: string;
      readonly features: readonly { readonly name: string; readonly value: string }[];
      readonly outputs: readonly { readonly name: string; readonly probability: number }[];
      readonly label: number;
    }
  | {
      readonly kind: 'text-pair';
      readonly texts: readonly [string, string];
      readonly same: number;
      readonly label: number;
    }
  | {
      readonly kind: 'image-question';
      readonly image: WireTensor;
      /** What stands in the picture, where that can be moved. */
      readonly scene: SceneView | null;
      readonly question: string;
      readonly answers: readonly { readonly word: string; readonly probability: number }[];
      readonly label: string;
    }
  | {
      readonly kind: 'clip-question';
      readonly frames: WireTensor;
      readonly question: string;
      readonly answers: readonly { readonly word: string; readonly probability: number }[];
      readonly label: string;
    };

/** A picture that was drawn from objects: squares of the same half side that do not touch. */
export interface SceneView {
  /** Width and height in pixels. */
  readonly size: number;
  /** Pixels from the centre of an object to its sides. */
  readonly radius: number;
  /** Pixels by which two centres are further apart, across or down. */
  readonly apart: number;
  /** `red circle`, with its centre in whole pixels. */
  readonly objects: readonly (Place & { readonly name: string })[];
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A person's own files, still to be read. They stay in the browser. */
export type GivenData =
  | {
      readonly kind: 'table';
      readonly name: string;
      readonly file: Blob;
      /** Header of the column of labels; null: the likeliest. */
      readonly label: string | null;
      /** Headers of columns that are no features; null: those that hold no numbers. */
      readonly leftOut: readonly string[] | null;
    }
  | {
      readonly kind: 'pictures';
      readonly name: string;
      /** The class of a picture is the folder that it lies in. */
      readonly files: readonly { readonly path: string; readonly file: Blob }[];
      /** Side in pixels as the model sees them. */
      readonly size: number;
      readonly channels: 1 | 3;
    };

/** A column of a person's table. */
export interface ColumnReport {
  readonly name: string;
  readonly role: 'number' | 'label' | 'left-out';
  /** Its first fields as they are written. */
  readonly examples: readonly string[];
}

/** What was found in a person's files, before anything is trained. */
export interface DataReport {
  readonly kind: GivenData['kind'];
  readonly name: string;
  /** Rows or files, and how many of them can be used. */
  readonly found: number;
  readonly used: number;
  readonly train: number;
  readonly validation: number;
  /** Shape of what the model sees of one sample. */
  readonly shape: readonly number[];
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  /** The first of them, by row or file. */
  readonly problems: readonly { readonly place: string; readonly message: string }[];
  readonly problemCount: number;
  /** Of a table. */
  readonly columns: readonly ColumnReport[];
  /** A few pictures as the model will see them. */
  readonly pictures: readonly { readonly name: string; readonly image: WireTensor }[];
}

export interface SamplesInfo {
  readonly classNames: readonly string[];
  /** Of questions: the words that the model knows. */
  readonly vocabulary: readonly string[];
  readonly samples: readonly SampleView[];
  /** The most confident mistakes among the validation samples looked at. */
  readonly worst: readonly SampleView[];
}

/** After each epoch, over the validation data. */
export type EvaluationView =
  | {
      readonly kind: 'confusion';
      readonly output: string;
      readonly classNames: readonly string[] /** [true][predicted], row-major */;
      readonly counts: Int32Array;
    }
  | {
      readonly kind: 'roc';
      readonly output: string;
      readonly falsePositive: Float32Array;
      readonly truePositive: Float32Array;
      readonly area: number;
    };

export interface Throughput {
  readonly samplesPerSecond: number;
  readonly stepsPerSecond: number;
  readonly msPerStep: number;
  /** Time on the GPU, where it can be measured. */
  readonly gpuMsPerStep: number | null;
  readonly gpuBytes: number;
  readonly secondsLeft: number | null;
}

export interface ErrorInfo {
  readonly kind: string;
  readonly message: string;
  readonly where: string;
  readonly must: string;
  readonly got: string | null;
  readonly try: string | null;
  readonly retry: boolean;
}

/** Live numbers by node for the overlay of the graph. */
export interface NodeStats {
  readonly step: number;
  readonly nodes: Readonly<
    Record<
      string,
      {
        readonly gradientNorm: number | null;
        readonly weightNorm: number | null;
        readonly deadFraction: number | null;
        readonly gpuShare: number | null;
        readonly gpuShareMeasured: boolean;
        readonly bytes: number;
        readonly nan: boolean;
      }
    >
  >;
}

/** What a person gives to try a model on: by kind of preset. */
export type TryInput =
  | { readonly kind: 'image' /** Grey 0..1 or RGB, as the preset's input. */; readonly image: WireTensor }
  | { readonly kind: 'image-pair'; readonly images: readonly [WireTensor, WireTensor] }
  | { readonly kind: 'image-sequence' /** [steps, height, width]. */; readonly images: WireTensor }
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] }
  | { readonly kind: 'text'; readonly text: string; readonly features: readonly number[] }
  | { readonly kind: 'text-pair'; readonly texts: readonly [string, string] }
  | {
      readonly kind: 'question';
      readonly sample: number;
      readonly question: string;
      /** Where the objects of its scene shall stand instead. */
      readonly places?: readonly Place[];
    };

export interface InspectInfo {
  readonly id: string;
  readonly weights: readonly {
    readonly name: string;
    readonly tensor: WireTensor;
    readonly histogram: { readonly edges: Float32Array; readonly counts: Int32Array };
  }[];
  /** Activations of the chosen sample, without the axis of the batch. */
  readonly activations: readonly {
    readonly name: string;
    readonly tensor: WireTensor;
    /** What was read at each place of the first axis (words, characters), where it is time and this is known. */
    readonly steps: readonly string[] | null;
  }[];
  readonly kernels: readonly PlanRow[];
}

/** Page → worker. */
export type Command =
  | {
      readonly type: 'open';
      readonly preset: string;
      readonly size: PresetSize;
      readonly controls: Readonly<Record<string, ControlValue>>;
      readonly seed: number;
      readonly tune: boolean;
      readonly resume: boolean;
    }
  | {
      readonly type: 'open-model' /** A checked model description from the code editor. */;
      readonly model: unknown;
    }
  | { readonly type: 'start' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step'; readonly count: number }
  | { readonly type: 'run-epoch' }
  | { readonly type: 'stop' }
  | { readonly type: 'reset'; readonly seed: number }
  | { readonly type: 'set'; readonly id: string; readonly value: ControlValue }
  | { readonly type: 'slow-motion'; readonly stepsPerSecond: number | null }
  | { readonly type: 'samples'; readonly from: number; readonly count: number }
  | { readonly type: 'try'; readonly request: number; readonly input: TryInput }
  | { readonly type: 'inspect'; readonly request: number; readonly node: string; readonly sample: number }
  | { readonly type: 'watch-nodes'; readonly on: boolean }
  /** Reads a person's files and reports; nothing changes for the run. */
  | { readonly type: 'check-data'; readonly request: number; readonly given: GivenData }
  /** Makes a preset of the data checked last. */
  | { readonly type: 'use-data' }
  /** Stops a check, and forgets what was checked and not used. */
  | { readonly type: 'drop-data' }
  | { readonly type: 'time-plan' }
  | { readonly type: 'retry-data' }
  | { readonly type: 'rollback'; readonly learningRate: number }
  | { readonly type: 'save'; readonly request: number }
  | {
      readonly type: 'load';
      readonly request: number;
      readonly bytes: ArrayBuffer;
      readonly partial: boolean;
      /** Opens the run that the file holds, in the place of the present one. Default: its tensors go into the present one. */
      readonly own?: boolean;
    }
  /** Stores the run as it is now, at once: the page may be closed. */
  | { readonly type: 'keep' }
  | { readonly type: 'snapshots' }
  /** Opens the run of a stored snapshot, paused where it was. */
  | { readonly type: 'resume-snapshot'; readonly id: string }
  /** Takes the weights of a stored run that the present model has too, by their names. */
  | { readonly type: 'take-weights'; readonly id: string }
  | { readonly type: 'delete-snapshot'; readonly id: string }
  /** For tests of recovery: loses the device as a driver would. */
  | { readonly type: 'lose-device' };

/** Worker → page. */
export type Event =
  | { readonly type: 'hello'; readonly presets: readonly PresetInfo[] }
  | { readonly type: 'device'; readonly device: DeviceInfo }
  | { readonly type: 'no-webgpu'; readonly reason: string }
  | { readonly type: 'status'; readonly status: RunStatus; readonly note: string }
  | {
      readonly type: 'progress';
      readonly task: 'data' | 'compile' | 'snapshot';
      readonly done: number;
      readonly total: number;
      readonly note: string;
    }
  | {
      readonly type: 'opened';
      readonly preset: string;
      readonly size: PresetSize;
      readonly controls: readonly Control[];
      readonly model: ModelInfo;
      readonly epochs: number;
      readonly stepsPerEpoch: number;
      readonly baseRates: Readonly<Record<string, number>>;
      readonly page: {
        readonly about: string;
        readonly tryThis: readonly string[];
        readonly provenance: string;
      };
      readonly seed: number;
    }
  | { readonly type: 'plan'; readonly plan: PlanInfo }
  | {
      readonly type: 'metrics';
      readonly batch: MetricsBatch;
      readonly epoch: number;
      readonly step: number;
      readonly throughput: Throughput;
    }
  | { readonly type: 'epoch'; readonly logs: EpochLogs }
  | { readonly type: 'control'; readonly id: string; readonly value: ControlValue; readonly step: number }
  | { readonly type: 'samples'; readonly samples: SamplesInfo }
  | {
      readonly type: 'checked-data';
      readonly request: number;
      readonly report: DataReport | null;
      /** Columns of a table that cannot be used as it was asked for. */
      readonly columns: readonly ColumnReport[];
      readonly error: ErrorInfo | null;
    }
  /** A person's data are a preset, which is in the list from now on. */
  | { readonly type: 'own-preset'; readonly preset: PresetInfo }
  | { readonly type: 'evaluation'; readonly views: readonly EvaluationView[] }
  | {
      readonly type: 'try';
      readonly request: number;
      readonly view: SampleView | null;
      readonly error: ErrorInfo | null;
    }
  | { readonly type: 'inspect'; readonly request: number; readonly info: InspectInfo | null }
  | { readonly type: 'node-stats'; readonly stats: NodeStats }
  | { readonly type: 'nan'; readonly step: number; readonly node: string; readonly canRollBack: boolean }
  | { readonly type: 'reset'; readonly seed: number }
  | { readonly type: 'saved'; readonly request: number; readonly bytes: ArrayBuffer }
  | {
      readonly type: 'loaded';
      readonly request: number;
      /** False where some tensors do not fit and `partial` was not asked for: nothing was changed. */
      readonly applied: boolean;
      readonly fitted: readonly string[];
      readonly misfits: readonly { readonly name: string; readonly why: string }[];
      /** Whether the file holds a run that could be opened by itself. */
      readonly holdsRun: boolean;
    }
  | {
      readonly type: 'snapshots';
      readonly snapshots: readonly SnapshotInfo[];
      readonly usedBytes: number;
      readonly quotaBytes: number;
      readonly notice: string | null;
    }
  /** The tab that had this run has left it; what it stored last. */
  | { readonly type: 'left'; readonly snapshot: SnapshotInfo }
  | { readonly type: 'recovered'; readonly fromStep: number; readonly losses: number }
  | { readonly type: 'error'; readonly error: ErrorInfo };

export interface SnapshotInfo {
  readonly id: string;
  readonly preset: string;
  readonly size: PresetSize;
  readonly step: number;
  readonly epoch: number;
  readonly bytes: number;
  readonly at: number;
  readonly loss: number | null;
}
