import { configError } from '../../core/errors.ts';
import { CallbackList } from '../../nn/callbacks/callback-list.ts';
import { HistoryCallback } from '../../nn/callbacks/history.ts';
import type { AnyModel } from '../../nn/model.ts';
import type { Data, FitOptions, History } from '../../nn/runtime.ts';
import type { Resolved } from '../resolved.ts';
import { TrainingSession } from '../training-session.ts';
import type { BatchData } from './batch-data.ts';
import { FitControl } from './fit-control.ts';
import type { LiveModel } from './live-model.ts';
import { withLive } from './live-models.ts';
import { readData } from './read-data.ts';
import { readWeights } from './sample-weights.ts';
import { splitData } from './split.ts';
import { wholeNumber } from './whole-number.ts';

const WHERE = 'model.fit';

/** All that a run needs, checked. */
interface FitJob {
  readonly train: BatchData;
  readonly validation: BatchData | null;
  readonly resolved: Resolved;
  readonly batchSize: number;
  readonly validationBatchSize: number;
  readonly initialEpoch: number;
  readonly epochs: number;
  readonly validationFreq: number;
  readonly options: FitOptions;
}

/** `model.fit`: every check first, then the run. */
export async function fit(model: AnyModel, x: Data, y: Data, options: FitOptions): Promise<History> {
  const job = readJob(model, x, y, options);
  const live = await withLive(model, claim);
  try {
    return await run(live, job);
  } finally {
    live.isTraining = false;
  }
}

/** Notes that `fit` has the model: evaluate and predict may come between its steps, another run may not. */
async function claim(live: LiveModel): Promise<LiveModel> {
  if (live.isTraining) {
    throw configError({ where: WHERE, must: 'the model must not be in training', got: 'fit under way' });
  }
  live.isTraining = true;
  return live;
}

function readJob(model: AnyModel, x: Data, y: Data, options: FitOptions): FitJob {
  const { epochs = 1, initialEpoch = 0, validationFreq = 1 } = options;
  const given = readData(WHERE, model, x, y, { sampleWeight: options.sampleWeight });
  const split = validationOf(model, given.data, options);
  const parts = { ...split, train: withClassWeight(split.train, options), resolved: given.resolved };
  const batchSize = readBatchSize(options.batchSize, parts.train.samples);
  return {
    ...parts,
    batchSize,
    validationBatchSize: wholeNumber(
      WHERE,
      'validationBatchSize',
      options.validationBatchSize ?? options.batchSize ?? 32,
      1,
    ),
    epochs: wholeNumber(WHERE, 'epochs', epochs, 1),
    initialEpoch: wholeNumber(WHERE, 'initialEpoch', initialEpoch, 0),
    validationFreq: wholeNumber(WHERE, 'validationFreq', validationFreq, 1),
    options,
  };
}

/** Weights of classes count for training alone, also where validation data are split off, as in Keras. */
function withClassWeight(train: BatchData, { sampleWeight, classWeight }: FitOptions): BatchData {
  if (classWeight === undefined) return train;
  return {
    ...train,
    weights: readWeights(WHERE, train.targets, train.samples, { sampleWeight, classWeight }),
  };
}

/** A batch size that is given must not be larger than the data; the default is cut to them. */
function readBatchSize(given: number | undefined, samples: number): number {
  if (given === undefined) return Math.min(32, samples);
  wholeNumber(WHERE, 'batchSize', given, 1);
  if (given <= samples) return given;
  throw configError({
    where: WHERE,
    must: `batchSize must be at most the ${samples} training samples`,
    got: String(given),
  });
}

/** `validationData` goes before `validationSplit`, as in Keras. */
function validationOf(
  model: AnyModel,
  data: BatchData,
  { validationData, validationSplit = 0 }: FitOptions,
): Pick<FitJob, 'train' | 'validation'> {
  if (validationData !== undefined) {
    if (!Array.isArray(validationData) || validationData.length < 2) {
      throw configError({ where: WHERE, must: 'validationData must be [x, y] or [x, y, sampleWeight]' });
    }
    const [x, y, sampleWeight] = validationData;
    const read = readData(`${WHERE}, validationData`, model, x, y, { sampleWeight });
    return { train: data, validation: read.data };
  }
  return validationSplit === 0 ? { train: data, validation: null } : splitData(WHERE, data, validationSplit);
}

async function run(live: LiveModel, job: FitJob): Promise<History> {
  const session = await openSession(live, job);
  const control = new FitControl(live.model, job.resolved, () => session.position.iterations);
  const history = new HistoryCallback();
  const callbacks = new CallbackList([...(job.options.callbacks ?? []), history], control);
  try {
    await callbacks.onTrainBegin();
    for (let epoch = job.initialEpoch; epoch < job.epochs && !control.stopTraining; epoch++) {
      await callbacks.onEpochBegin(epoch);
      await trainEpoch(session, callbacks, control);
      const validates = (epoch + 1) % job.validationFreq === 0;
      await callbacks.onEpochEnd(epoch, await session.endEpoch(validates));
    }
    await callbacks.onTrainEnd();
    return { epoch: history.epoch, history: history.history };
  } finally {
    live.iterations = session.position.iterations;
    live.epochs = session.position.epoch;
    await session.destroy();
  }
}

async function openSession(live: LiveModel, job: FitJob): Promise<TrainingSession> {
  const { resolved, batchSize, validationBatchSize, train, validation, options } = job;
  const seed = options.seed ?? 0;
  live.program.resolved = resolved;
  const session = new TrainingSession(
    live.engine.opened,
    live.engine.cache,
    {
      model: live.model,
      resolved,
      train: await live.resident('train', train),
      validation: validation === null ? null : await live.resident('validation', validation),
      batchSize,
      validationBatchSize,
      seed,
      shuffle: options.shuffle ?? true,
    },
    live.program,
  );
  Object.assign(session.position, { epoch: live.epochs, iterations: live.iterations });
  await session.prepare();
  live.prepareOptimizer(resolved);
  return session;
}

/** The batches of one epoch. Hooks of batches get the epoch's logs so far, as in Keras, and make each step be waited for. */
async function trainEpoch(
  session: TrainingSession,
  callbacks: CallbackList,
  control: FitControl,
): Promise<void> {
  for (let batch = 0; !session.atEpochEnd && !control.stopTraining; batch++) {
    if (callbacks.hasBatchHooks) await callbacks.onBatchBegin(batch);
    await session.step();
    if (!callbacks.hasBatchHooks) continue;
    await session.fetch();
    await callbacks.onBatchEnd(batch, session.epochLogs);
  }
}
