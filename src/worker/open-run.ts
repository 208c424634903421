import { sizeOf } from '../core/shape.ts';
import type { Dataset } from '../data/types.ts';
import type { BuiltPreset, Preset, PresetSize, PresetValues } from '../presets/preset.ts';
import type { Engine, Winners } from '../train/engine.ts';
import { chooseTrainable } from '../train/frozen-layers.ts';
import { type Resolved, resolveCompiled } from '../train/resolved.ts';
import { columnShapes } from '../train/target-shapes.ts';
import { type GrowingFeed, type SessionConfig, TrainingSession } from '../train/training-session.ts';
import { wireFeed } from './wire-feed.ts';

/** What a run is made from: all that a person chose. */
export interface RunRequest {
  readonly preset: Preset;
  readonly size: PresetSize;
  /** Settings of the preset, all of them. */
  readonly values: PresetValues;
  /** Settings that the preset does not declare (rates of dropouts, betas), where they were changed. */
  readonly extras: PresetValues;
  readonly seed: number;
  /** Whether kernels are measured on this GPU and the fastest taken into use; else equal seeds give equal bits. */
  readonly tune: boolean;
  /** A person's own model, as it was described; undefined: the preset's. */
  readonly model?: unknown;
}

/** A run that stands in memory and is not yet on the device. */
export interface OpenRun {
  readonly request: RunRequest;
  readonly built: BuiltPreset;
  readonly dataset: Dataset;
  readonly resolved: Resolved;
  readonly feeds: { readonly train: GrowingFeed; readonly validation: GrowingFeed };
  readonly session: TrainingSession;
  readonly engine: Engine;
  /** What was measured on this GPU so far; null where nothing shall be measured. */
  readonly winners: Winners | null;
  /** First values of the numbers that layers read anew in each step (rates of dropouts). */
  readonly rates: Readonly<Record<string, number>>;
}

/** Ids of the settings that freeze layers: `trainable/vision/conv_1`. */
export const TRAINABLE = 'trainable/';

/** The preset of a request at its settings, with the layers frozen that the person froze. Errors (ConfigError) where none would train. */
export function builtOf({ preset, values, extras }: RunRequest): BuiltPreset {
  const built = preset.build(values);
  const choices = Object.entries(extras).filter(([id]) => id.startsWith(TRAINABLE));
  chooseTrainable(
    built.model,
    Object.fromEntries(choices.map(([id, value]) => [id.slice(TRAINABLE.length), value === true])),
  );
  return built;
}

/** The largest batch in which validation data are looked at: in samples, and in elements of the inputs. */
const VALIDATION_SAMPLES = 256;
const VALIDATION_ELEMENTS = 1 << 21;

function validationBatch(built: BuiltPreset, samples: number): number {
  const elements = built.model.inputs.reduce((n, t) => n + sizeOf(t.shape.map((d) => d ?? 1)), 0);
  const most = Math.min(VALIDATION_SAMPLES, Math.floor(VALIDATION_ELEMENTS / elements));
  return Math.min(samples, Math.max(built.batchSize, most));
}

/** Which kernels a run begins with, and whom it tells while they are compiled. */
export interface RunKernels {
  readonly winners: Winners | null;
  readonly variants: NonNullable<SessionConfig['variants']>;
  readonly quickStart: boolean;
  readonly onCompile: NonNullable<SessionConfig['onCompile']>;
}

/** A session of a built preset on its data; nothing is compiled or uploaded. */
export function openRun(
  request: RunRequest,
  built: BuiltPreset,
  dataset: Dataset,
  engine: Engine,
  { winners, variants, quickStart, onCompile }: RunKernels,
): OpenRun {
  const train = wireFeed('train', dataset.train, built.columns(dataset.train, dataset));
  const validation = wireFeed('validation', dataset.validation, built.columns(dataset.validation, dataset));
  const resolved = resolveCompiled(built.model, columnShapes(train.feed.targets));
  const session = new TrainingSession(engine.opened, engine.cache, {
    model: built.model,
    resolved,
    train,
    validation,
    batchSize: built.batchSize,
    validationBatchSize: validationBatch(built, validation.feed.samples),
    seed: request.seed,
    shuffle: true,
    variants,
    quickStart,
    onCompile,
  });
  const { hyperparameters: rates } = session.program.graphOf('train', train.feed, session.nextBatch);
  return { request, built, dataset, resolved, feeds: { train, validation }, session, engine, winners, rates };
}
