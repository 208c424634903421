import { configError } from '../core/errors.ts';
import { VariableStore } from '../gpu/buffers.ts';
import type { OpenedDevice } from '../gpu/device.ts';
import type { PlanOptions } from '../gpu/make-plan.ts';
import type { CompileProgress, PipelineCache } from '../gpu/pipelines.ts';
import { sameVariants, type Variants } from '../gpu/tune/variants.ts';
import type { Winners } from '../gpu/tune/winners.ts';
import { hash32 } from '../graph/ops/random.ts';
import type { AnyModel } from '../nn/model.ts';
import type { Optimizer } from '../nn/optimizers/optimizer.ts';
import { epochOrder } from './epoch-order.ts';
import { evaluate } from './evaluate.ts';
import { BATCH_START, type Feed, orderName } from './feed.ts';
import { InFlight } from './in-flight.ts';
import { withLargestBatch } from './largest-batch.ts';
import { type BookState, LogBook, type Logs } from './log-book.ts';
import { MetricsRing } from './metrics-ring.ts';
import { ModelOnDevice } from './model-on-device.ts';
import { type CompiledStep, Program } from './program.ts';
import { ResidentData } from './resident-data.ts';
import { lossWeightName, type Resolved } from './resolved.ts';
import { SessionTuner, type TunerListener, type TunerOptions } from './session-tuner.ts';
import { SEED } from './step-graph.ts';
import { NON_FINITE } from './weight-layout.ts';

/** A feed whose samples may still arrive. */
export interface GrowingFeed {
  readonly feed: Feed;
  /** Samples that have arrived, from the first on. */
  available(): number;
  /** Samples that arrive together first: training can begin on them. Default: all. */
  readonly firstShard?: number;
  /** Resolves when at least `samples` have arrived; rejects where they will not. */
  waitFor(samples: number): Promise<void>;
}

export interface SessionConfig {
  readonly model: AnyModel;
  readonly resolved: Resolved;
  readonly train: GrowingFeed;
  readonly validation: GrowingFeed | null;
  readonly batchSize: number;
  /** Default: batchSize. */
  readonly validationBatchSize?: number;
  /** Of shuffling and dropout; first weights are the model's matter. */
  readonly seed: number;
  readonly shuffle: boolean;
  readonly plan?: PlanOptions;
  /** Measured choices of kernels to begin with; default: the best guesses. */
  readonly variants?: Variants;
  /** Begin with kernels that are soon compiled; `tune` then takes the others into use. */
  readonly quickStart?: boolean;
  readonly onCompile?: CompileProgress;
}

/** What one step reported. */
export interface StepLogs {
  /** From 1. */
  readonly step: number;
  /** From 1. */
  readonly epoch: number;
  readonly samples: number;
  /** Samples of the epoch that were used before. */
  readonly offset: number;
  readonly learningRate: number;
  readonly logs: Logs;
}

/** Where a run stands; all that its future depends on besides weights and optimizer state. */
export interface Position {
  /** From 0. */
  epoch: number;
  /** Samples of this epoch already used. */
  offset: number;
  /** Steps done. */
  iterations: number;
}

/** Records that may wait on the device before they are fetched, and milliseconds after which they are fetched anyway. */
const FETCH_STEPS = 64;
const FETCH_MS = 60;

/**
 * Trains one model: epochs, batches, logs. Each call of `step` submits one step; at most two are on their way. Nothing
 * here decides when to go on: `fit`, the command line and the page's worker do.
 */
export class TrainingSession {
  readonly position: Position = { epoch: 0, offset: 0, iterations: 0 };
  readonly program: Program;
  readonly on: ModelOnDevice;
  /** Numbers that are uploaded each step beside the optimizer's: loss weights, dropout rates. */
  readonly hyperparameters: Record<string, number> = {};
  /** Samples of the pieces in which the first epoch is shuffled. */
  piece = Number.POSITIVE_INFINITY;
  onSteps: (steps: readonly StepLogs[]) => void = () => {};
  private ring: MetricsRing | null = null;
  private readonly book: LogBook;
  private readonly inFlight: InFlight;
  private readonly data: ResidentData;
  private pending: Omit<StepLogs, 'logs'>[] = [];
  private fetching: Promise<void> = Promise.resolve();
  private fetchBusy = false;
  private lastFetch = 0;
  private orderOf = -1;
  private tuner: SessionTuner | null = null;
  /** False while steps are trained again that were trained before: nothing is measured, and no variant changes by itself. */
  tuning = true;
  /** Who waits for the sums up to a step. */
  private readonly sumsWanted = new Map<number, (sums: BookState) => void>();

  constructor(
    readonly opened: OpenedDevice,
    cache: PipelineCache,
    readonly config: SessionConfig,
    /** The model on the device where it lives longer than this session; else the session makes it and frees it. */
    private readonly shared: Program | null = null,
  ) {
    checkBatchSize(config);
    this.program = shared ?? newProgram(opened, cache, config);
    this.on = this.program.on;
    const { store } = this.on;
    this.book = new LogBook(config.resolved);
    this.inFlight = new InFlight(opened.device, 2);
    this.data = new ResidentData(store);
    for (const { name, lossWeight } of config.resolved.outputs)
      this.hyperparameters[lossWeightName(name)] = lossWeight;
  }

  get optimizer(): Optimizer {
    return this.config.resolved.optimizer;
  }

  get stepsPerEpoch(): number {
    return Math.ceil(this.config.train.feed.samples / this.config.batchSize);
  }

  /** Bytes on the device: weights, optimizer state, data, activations. */
  async bytes(): Promise<number> {
    return this.on.store.bytes + (await this.program.bytes()) + (this.ring?.bytes ?? 0);
  }

  /** Uploads weights and data and compiles the step. After this `step` is quick. */
  async prepare(): Promise<CompiledStep> {
    const { train, validation, model, batchSize, seed } = this.config;
    this.data.add(train);
    this.piece = train.firstShard ?? train.feed.samples;
    if (validation !== null) this.data.add(validation);
    await this.on.store.ready();
    const size = Math.min(batchSize, train.feed.samples);
    const compiled = await this.program.step('train', train.feed, size).catch((error: unknown) => {
      throw withLargestBatch(error, this);
    });
    for (const [name, value] of Object.entries(compiled.hyperparameters))
      this.hyperparameters[name] ??= value;
    model.initialize(seed);
    await this.on.claim();
    this.on.upload();
    if (this.shared === null) this.on.resetOptimizer(this.optimizer);
    this.ring ??= new MetricsRing(this.opened, compiled.record);
    await Promise.all([this.on.store.ready(), this.ring.ready()]);
    this.clearNonFinite();
    return compiled;
  }

  /** The measured choices of kernels in use: with the weights and the place of training they decide what comes next, bit for bit. */
  get variants(): Variants {
    return this.program.variants;
  }

  /** Computes with other variants from the next step on. No step may be under way. */
  async takeVariants(variants: Variants): Promise<void> {
    if (sameVariants(variants, this.variants)) return;
    const { commit } = await this.program.prepareVariants(variants);
    commit();
  }

  /** Measures while training which variants are the fastest, keeps the winners and takes them into use between two steps. */
  tune(winners: Winners, listener: TunerListener, options?: TunerOptions): void {
    const { feed } = this.config.train;
    const graph = () =>
      this.program.graphOf('train', feed, Math.min(this.config.batchSize, feed.samples)).graph;
    this.tuner ??= new SessionTuner(this.program, graph, winners, listener, options);
  }

  /** After a step that the guard kept from changing anything: the place of training is before it again. Nothing may be on its way. */
  rewind({ step, epoch, offset }: StepLogs): void {
    Object.assign(this.position, { iterations: step - 1, epoch: epoch - 1, offset });
  }

  /** Lets steps change the weights again after one whose loss was no finite number. */
  clearNonFinite(): void {
    if (this.on.store.has(NON_FINITE)) this.on.store.write(NON_FINITE, new Float32Array(1));
  }

  /** Samples of the next batch: the last of an epoch may be short. */
  get nextBatch(): number {
    return Math.min(this.config.batchSize, this.config.train.feed.samples - this.position.offset);
  }

  /** Whether the next step begins a new epoch. */
  get atEpochEnd(): boolean {
    return this.position.offset >= this.config.train.feed.samples;
  }

  /** Submits one step; resolves when the next may be submitted. At the end of an epoch call `endEpoch` first. */
  async step(): Promise<void> {
    if (this.tuning) this.tuner?.beforeStep();
    const { train } = this.config;
    const batch = this.nextBatch;
    await this.data.have(train, this.neededSamples);
    const { compiled } = await this.program.step('train', train.feed, batch);
    await this.on.claim();
    this.on.upload();
    this.uploadOrder();
    while (this.ring!.isFull) await this.fetch();
    await this.inFlight.room();
    const { catchUp } = this.program;
    if (catchUp.isDue(this.numbers)) await catchUp.ready();
    this.submit(compiled, batch);
    this.maybeFetch();
    if (this.tuning) await this.tuner?.afterStep();
  }

  /** The optimizer's numbers of the next step. */
  private get numbers(): Readonly<Record<string, number>> {
    return this.optimizer.scalarsAt(this.position.iterations);
  }

  private submit(compiled: CompiledStep['compiled'], batch: number): void {
    const { position, optimizer, numbers } = this;
    const { catchUp } = this.program;
    if (catchUp.isDue(numbers)) catchUp.run();
    const scalars = { ...this.hyperparameters, ...numbers };
    for (const [name, value] of Object.entries(scalars)) compiled.setScalar(name, value);
    compiled.setScalar(SEED, hash32((hash32(this.config.seed) ^ position.iterations) >>> 0));
    compiled.setScalar(BATCH_START, position.offset);
    const encoder = this.opened.device.createCommandEncoder();
    compiled.encode(encoder);
    this.ring!.push(encoder, compiled);
    this.opened.device.queue.submit([encoder.finish()]);
    catchUp.note(numbers);
    this.inFlight.add();
    const { offset } = position;
    position.iterations++;
    position.offset += batch;
    const learningRate = optimizer.learningRateAt(position.iterations - 1);
    const meta = {
      step: position.iterations,
      epoch: position.epoch + 1,
      samples: batch,
      offset,
      learningRate,
    };
    this.pending.push(meta);
  }

  /**
   * Samples that must have arrived before the next step. The first epoch's order is shuffled in pieces, so that a batch needs
   * only the pieces up to its own.
   */
  get neededSamples(): number {
    const { samples } = this.config.train.feed;
    if (this.position.epoch > 0) return samples;
    const { piece } = this;
    return Math.min(samples, Math.ceil((this.position.offset + this.nextBatch) / piece) * piece);
  }

  private uploadOrder(): void {
    const { epoch } = this.position;
    if (this.orderOf === epoch) return;
    const { feed } = this.config.train;
    const order = epochOrder(feed.samples, this.config.seed, epoch, this.config.shuffle, this.piece);
    this.on.store.write(orderName(feed.name), order);
    this.orderOf = epoch;
  }

  private maybeFetch(): void {
    if (this.fetchBusy) return;
    const now = performance.now();
    if (this.ring!.waiting >= FETCH_STEPS || now - this.lastFetch > FETCH_MS)
      void this.fetch().catch(() => {});
  }

  /** Fetches the records that wait and hands their logs on. */
  fetch(): Promise<void> {
    this.fetchBusy = true;
    this.fetching = this.fetching
      .then(() => this.fetchNow())
      .finally(() => {
        this.fetchBusy = false;
      });
    return this.fetching;
  }

  private async fetchNow(): Promise<void> {
    this.lastFetch = performance.now();
    const records = await this.ring!.take();
    const steps = records.map((record) => {
      const meta = this.pending.shift()!;
      const logs = this.book.add(record, meta.samples);
      this.sumsWanted.get(meta.step)?.(this.book.state);
      this.sumsWanted.delete(meta.step);
      return { ...meta, logs };
    });
    if (steps.length > 0) this.onSteps(steps);
  }

  /** Sums of the epoch up to the last step submitted, as soon as that step is fetched. Pending for ever where the device is lost. */
  sumsSoFar(): Promise<BookState> {
    const last = this.pending.at(-1);
    if (last === undefined) return Promise.resolve(this.book.state);
    return new Promise((resolve) => {
      const others = this.sumsWanted.get(last.step);
      this.sumsWanted.set(last.step, (sums) => {
        others?.(sums);
        resolve(sums);
      });
    });
  }

  /** Resolves when the first validation samples have arrived and lie on the device. */
  async haveValidation(samples: number): Promise<void> {
    const { validation } = this.config;
    if (validation !== null) await this.data.have(validation, Math.min(samples, validation.feed.samples));
  }

  /** Takes the place of another run of the same data: the next step is the one that would have come next there. */
  async continueAt(position: Position, seed: number, piece: number, sums: BookState): Promise<void> {
    await this.fetch();
    await this.inFlight.drain();
    Object.assign(this.config, { seed });
    Object.assign(this.position, position);
    this.piece = piece;
    this.orderOf = -1;
    this.book.restore(sums);
    this.clearNonFinite();
  }

  /** Logs of the epoch so far, of the steps that were fetched. */
  get epochLogs(): Logs {
    return this.book.result();
  }

  /** Fetches what is left, validates, and gives the epoch's logs in Keras's names; the next step begins a new epoch. */
  async endEpoch(validate = true, signal?: AbortSignal): Promise<Logs> {
    await this.fetch();
    const logs = this.book.result();
    const validation = validate ? await this.validate(signal) : {};
    this.book.reset();
    this.position.epoch++;
    this.position.offset = 0;
    for (const [name, value] of Object.entries(validation)) logs[`val_${name}`] = value;
    return logs;
  }

  /** Losses and metrics over the validation data; {} where there are none. `signal` breaks it off between batches. */
  async validate(signal?: AbortSignal): Promise<Logs> {
    const { validation, resolved, batchSize, validationBatchSize = batchSize } = this.config;
    if (validation === null) return {};
    await this.data.have(validation, validation.feed.samples);
    await this.on.claim();
    this.on.upload();
    return evaluate({
      program: this.program,
      feed: validation.feed,
      resolved,
      batchSize: validationBatchSize,
      hyperparameters: this.hyperparameters,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  /** Back to the first step with new weights from `seed`. */
  async reset(seed: number): Promise<void> {
    await this.fetch();
    await this.inFlight.drain();
    Object.assign(this.config, { seed });
    Object.assign(this.position, { epoch: 0, offset: 0, iterations: 0 });
    this.orderOf = -1;
    this.clearNonFinite();
    this.book.reset();
    for (const weight of this.config.model.weights) {
      weight.value = null;
      weight.holder = null;
    }
    this.config.model.initialize(seed);
    this.on.upload();
    this.on.resetOptimizer(this.optimizer);
  }

  /** Gives the weights back to the host and frees everything on the device. */
  async destroy(): Promise<void> {
    await this.inFlight.drain();
    if (this.shared === null) await this.on.release();
    await this.discard();
  }

  /** Frees everything on the device without reading the weights back; also where the device is lost. */
  async discard(): Promise<void> {
    await this.inFlight.drain().catch(() => {});
    await this.tuner?.close();
    this.ring?.destroy();
    if (this.shared !== null) return;
    await this.program.destroy();
    this.on.store.destroy();
  }
}

function newProgram(
  opened: OpenedDevice,
  cache: PipelineCache,
  { model, resolved, plan, variants, quickStart, onCompile }: SessionConfig,
): Program {
  const trained = model.compiledOr('model.fit').trainableWeights;
  const on = new ModelOnDevice(new VariableStore(opened), model, trained);
  return new Program(on, cache, resolved, { plan, variants, quickStart, onProgress: onCompile });
}

function checkBatchSize({ batchSize, train }: SessionConfig): void {
  const { samples } = train.feed;
  if (Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= samples) return;
  throw configError({
    where: 'batchSize',
    must: `must be a whole number from 1 to the ${samples} samples`,
    got: String(batchSize),
  });
}
