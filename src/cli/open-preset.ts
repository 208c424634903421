import { required } from '../core/invariant.ts';
import { datasets } from '../data/table.ts';
import type { Dataset, LoadContext } from '../data/types.ts';
import { type OpenedDevice, openDevice } from '../gpu/device.ts';
import { nodeGpu } from '../gpu/node/gpu.ts';
import { tuningFiles } from '../gpu/node/tuning-store.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import type { Variants } from '../gpu/tune/variants.ts';
import { adapterKey, Winners } from '../gpu/tune/winners.ts';
import type { BuiltPreset, Preset, PresetValues } from '../presets/preset.ts';
import { splitFeed } from '../train/dataset-feed.ts';
import { checkMemory, estimateMemory, type MemoryEstimate } from '../train/memory-estimate.ts';
import { resolveCompiled } from '../train/resolved.ts';
import { columnShapes } from '../train/target-shapes.ts';
import { TrainingSession } from '../train/training-session.ts';
import { readDataFile } from './read-file.ts';

/** A preset ready to be trained in Node on Dawn. */
export interface OpenPreset {
  readonly opened: OpenedDevice;
  readonly built: BuiltPreset;
  readonly dataset: Dataset;
  readonly session: TrainingSession;
  /** What a step was estimated to need, before anything was allocated. */
  readonly memory: MemoryEstimate;
}

export interface OpenPresetOptions {
  readonly onProgress?: LoadContext['onProgress'];
  /** Measured choices of kernels. */
  readonly variants?: Variants;
  /** Begin with kernels that are soon compiled. */
  readonly quickStart?: boolean;
}

/** A device of Dawn in Node. */
export const openNodeDevice = async (): Promise<OpenedDevice> => openDevice(await nodeGpu());

/** What was measured on this GPU by earlier runs. */
export const knownWinners = (opened: OpenedDevice): Promise<Winners> =>
  Winners.load(tuningFiles(), adapterKey(opened));

/**
 * Builds the model and loads the data; nothing is compiled yet. Errors (kind `gpu`) before the data are read where a buffer of the
 * step would be too large for the device.
 */
export async function openPreset(
  opened: OpenedDevice,
  preset: Preset,
  values: PresetValues,
  seed: number,
  { onProgress = () => {}, ...kernels }: OpenPresetOptions = {},
): Promise<OpenPreset> {
  const built = preset.build(values);
  const memory = estimateMemory(built.model, built.batchSize, opened.facts);
  checkMemory(preset.id, memory, opened.facts);
  const source = required(datasets[built.dataset], `data set ${built.dataset}`);
  const dataset = await source.load({ read: readDataFile, onProgress }, built.datasetParams);
  const session = newSession(opened, built, dataset, seed, kernels);
  return { opened, built, dataset, session, memory };
}

function newSession(
  opened: OpenedDevice,
  built: BuiltPreset,
  dataset: Dataset,
  seed: number,
  kernels: Pick<OpenPresetOptions, 'variants' | 'quickStart'>,
): TrainingSession {
  const complete = () => dataset.complete;
  const train = splitFeed('train', dataset.train, built.columns(dataset.train, dataset), complete);
  const validation = splitFeed(
    'validation',
    dataset.validation,
    built.columns(dataset.validation, dataset),
    complete,
  );
  const resolved = resolveCompiled(built.model, columnShapes(train.feed.targets));
  return new TrainingSession(opened, new PipelineCache(opened.device), {
    model: built.model,
    resolved,
    train,
    validation,
    batchSize: built.batchSize,
    validationBatchSize: Math.min(256, validation.feed.samples),
    seed,
    shuffle: true,
    ...kernels,
  });
}
