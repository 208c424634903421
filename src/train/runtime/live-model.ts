import { VariableStore } from '../../gpu/buffers.ts';
import type { AnyModel } from '../../nn/model.ts';
import type { Engine } from '../engine.ts';
import { ModelOnDevice } from '../model-on-device.ts';
import { Program } from '../program.ts';
import type { Resolved } from '../resolved.ts';
import type { GrowingFeed, TrainingSession } from '../training-session.ts';
import { trainedWeights } from '../weight-layout.ts';
import { type BatchData, unnamedFeed } from './batch-data.ts';
import { type FeedRole, FeedStore } from './feed-store.ts';

/**
 * A model on a device from call to call: weights, optimizer state, compiled steps, and how far training has come. It serves one
 * `compile` of the model; the next makes another.
 */
export class LiveModel {
  readonly program: Program;
  readonly feeds: FeedStore;
  /** `CompiledSpec.id` of the choices that it serves; null: not compiled. */
  readonly specId: number | null;
  /** Steps done: what schedules and Adam's bias correction go by. */
  iterations = 0;
  /** Epochs done: each has its own order of the samples, also over several calls of `fit`. */
  epochs = 0;
  /** Whether `fit` is under way. */
  isTraining = false;
  private readonly batchSessions = new Map<string, TrainingSession>();
  private hasOptimizerState = false;

  constructor(
    readonly engine: Engine,
    readonly model: AnyModel,
  ) {
    const { compiled } = model;
    this.specId = compiled?.id ?? null;
    const store = new VariableStore(engine.opened);
    const on = new ModelOnDevice(store, model, compiled?.trainableWeights ?? []);
    this.program = new Program(on, engine.cache, null);
    this.feeds = new FeedStore(this.program);
    this.feeds.onForget = (feed) => void this.dropSession(feed);
  }

  /** Whether it still serves what the model is compiled to. */
  get isCurrent(): boolean {
    return this.specId === (this.model.compiled?.id ?? null);
  }

  /** Brings the weights to the device; those that have no values get those of seed 0. */
  async uploadWeights(): Promise<void> {
    const { on } = this.program;
    this.model.initialize(0);
    await on.claim();
    on.upload();
  }

  /** Fills the optimizer's state with its first values, once for all calls. */
  prepareOptimizer({ optimizer }: Resolved): void {
    if (this.hasOptimizerState) return;
    this.program.on.resetOptimizer(optimizer);
    this.hasOptimizerState = true;
    const trained = trainedWeights(this.program.on.layout).reduce((n, weight) => n + weight.size, 0);
    // Keras counts the number of steps and, where no schedule drives it, the learning rate.
    const own = optimizer.schedule === null ? 2 : 1;
    this.model.optimizerParams = optimizer.slots.length * trained + own;
  }

  /** Data on the device, all of them there from the start. */
  async resident(role: FeedRole, data: BatchData): Promise<GrowingFeed> {
    const feed = await this.feeds.put(role, unnamedFeed(data));
    return { feed, available: () => feed.samples, waitFor: () => Promise.resolve() };
  }

  /** The session that trains single batches of one shape; `make` makes it the first time. */
  async batchSession(feed: string, make: () => Promise<TrainingSession>): Promise<TrainingSession> {
    const session = this.batchSessions.get(feed) ?? (await make());
    this.batchSessions.set(feed, session);
    return session;
  }

  private async dropSession(feed: string): Promise<void> {
    const session = this.batchSessions.get(feed);
    this.batchSessions.delete(feed);
    await session?.discard();
  }

  /** Gives the weights back to the host and frees everything on the device. */
  async dispose(): Promise<void> {
    for (const feed of [...this.batchSessions.keys()]) await this.dropSession(feed);
    await this.program.on.release();
    await this.program.destroy();
    this.program.store.destroy();
  }
}
