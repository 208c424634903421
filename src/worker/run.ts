import { configError } from '../core/errors.ts';
import type { Change } from '../train/checkpoint/replay.ts';
import { restore, restoreTensors } from '../train/checkpoint/restore.ts';
import type { Snapshot } from '../train/checkpoint/snapshot.ts';
import { largestBatch } from '../train/largest-batch.ts';
import type { Logs } from '../train/log-book.ts';
import { measurePlan } from '../train/measure-plan.ts';
import type { CompiledStep } from '../train/program.ts';
import type { StepLogs } from '../train/training-session.ts';
import { applyLive, checkedControl, controlsOf, isOptimizers, liveValue } from './controls.ts';
import { errorInfo } from './errors.ts';
import { evaluateViews } from './evaluation.ts';
import type { Emit } from './host.ts';
import { inspectInfo } from './inspect.ts';
import { buffersOf, MetricsBatcher } from './metrics-batcher.ts';
import { NodeWatcher } from './node-watcher.ts';
import type { OpenRun, RunRequest } from './open-run.ts';
import { planInfo } from './plan-info.ts';
import type { Control, ControlValue, Event, RunStatus, SampleView, TryInput } from './protocol.ts';
import { isLost } from './recovery/lost.ts';
import { type GuardedRun, NumberGuard } from './recovery/number-guard.ts';
import type { Revival } from './recovery/revival.ts';
import { type KeeperListener, SnapshotKeeper } from './recovery/snapshot-keeper.ts';
import { withValue } from './request.ts';
import { type Goal, type LoopListener, RunLoop } from './run-loop.ts';
import { samplesInfo } from './samples.ts';
import type { RunFile } from './storage/run-file.ts';
import { ThroughputMeter } from './throughput.ts';
import { tryInput } from './try-input.ts';

/** Milliseconds between two batches of metrics, and between two looks at the GPU's memory. */
const FLUSH_EVERY = 50;
const BYTES_EVERY = 1000;

/** A run on the device: trains, answers questions about the model, and tells the page. Silent once it is closed. */
export class Run implements LoopListener, GuardedRun {
  readonly loop: RunLoop;
  status: RunStatus = 'ready';
  /** What it was made from, with the changes since. */
  request: RunRequest;
  private controls: Control[];
  private readonly batcher = new MetricsBatcher();
  private readonly meter = new ThroughputMeter();
  private flushedAt = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private gpuBytes = 0;
  private bytesAt = Number.NEGATIVE_INFINITY;
  private closed = false;
  private readonly watcher: NodeWatcher;
  private times: readonly number[] | null = null;
  private largestBatch: number | null = null;
  private worst: readonly SampleView[] = [];
  private reads: Promise<unknown> = Promise.resolve();
  private readonly keeper: SnapshotKeeper;
  private readonly guard: NumberGuard;
  /** Live settings and kernels changed since the last snapshot. */
  private changes: readonly Change[];
  /** Kernels that were chosen by measurement when the run began. */
  private firstVariants: Revival['variants'] = {};
  /** The last step of which the page was told. */
  private told = 0;

  constructor(
    readonly open: OpenRun,
    private step: CompiledStep,
    private readonly post: Emit,
    private readonly memory: KeeperListener,
    inherited: Pick<Revival, 'snapshot' | 'changes'> = { snapshot: null, changes: [] },
  ) {
    const { session, feeds, built } = open;
    this.request = open.request;
    this.controls = controlsOf(open);
    this.loop = new RunLoop(session, feeds, built.epochs, this);
    session.onSteps = (steps) => this.stepped(steps);
    const kept = (snapshot: Snapshot) => this.kept(snapshot);
    this.keeper = new SnapshotKeeper(session, { ...memory, kept }, inherited.snapshot);
    this.changes = inherited.changes;
    this.guard = new NumberGuard(open, this);
    this.watcher = new NodeWatcher(open, {
      plan: () => this.step.plan,
      read: (question) => this.read(question),
      times: () => this.times,
      tell: (stats) => this.emit({ type: 'node-stats', stats }),
      fail: (error) => this.blame(error, () => {}),
    });
  }

  /** The settings with their present values. */
  get settings(): readonly Control[] {
    return this.controls;
  }

  /** Tells the page of the plan and the state. */
  announce(status: RunStatus): void {
    const { position, variants } = this.open.session;
    this.told = position.iterations;
    this.firstVariants = variants;
    this.tune();
    this.keeper.begin();
    this.largestBatch = largestBatch(this.open.session);
    this.tellPlan();
    this.measureBytes(performance.now());
    this.say(status, '');
  }

  /** Lets the kernels be measured while it trains, where that is wanted. */
  private tune(): void {
    const { session, winners } = this.open;
    if (winners === null) return;
    const tuned = () => void this.tuned().catch((error: unknown) => this.failed(error));
    session.tune(winners, { tuned, failed: (error) => this.blame(error, () => {}) });
  }

  /** From the next step on other kernels compute: noted, so that the same happens where the run is trained again. */
  private async tuned(): Promise<void> {
    const { session, feeds } = this.open;
    const { position, variants } = session;
    const change: Change = {
      iterations: position.iterations,
      apply: (other) => other.takeVariants(variants),
    };
    this.changes = [...this.changes, change];
    this.times = null;
    this.step = await session.program.step('train', feeds.train.feed, session.config.batchSize);
    this.tellPlan();
  }

  private tellPlan(): void {
    const { largestBatch: most, times } = this;
    const variableBytes = this.open.session.on.store.bytes;
    this.emit({
      type: 'plan',
      plan: planInfo({ plan: this.step.plan, variableBytes, largestBatch: most, times }),
    });
  }

  /** Measures the kernels of the step between two steps, and tells. Errors where the device has no timestamps. */
  async timePlan(): Promise<void> {
    await this.loop.exclusive(async () => {
      if (!this.closed) this.times = await measurePlan(this.open.session);
    });
    this.tellPlan();
  }

  /** Live numbers of all calls, now and about once a second while training; or no more. */
  watchNodes(on: boolean): void {
    this.watcher.watch(on);
  }

  /** What is inside a call. */
  async inspect(request: number, node: string, sample: number): Promise<void> {
    const { plan } = this.step;
    const question = () => inspectInfo(this.open, plan, this.times, node, sample);
    const info = await this.read(question).catch((error: unknown) => {
      this.emit({ type: 'inspect', request, info: null });
      throw error;
    });
    if (info !== null) this.emit({ type: 'inspect', request, info });
  }

  train(goal: Goal): void {
    if (this.status === 'stopped-by-nan') throw nanError();
    if (!this.loop.running) this.meter.begin(performance.now());
    this.loop.go(goal);
  }

  /** Ends training for good (until it is started again), from any state. */
  stop(): void {
    if (this.loop.running) this.loop.rest('finished');
    else this.say('finished', 'stopped');
  }

  /** Back to untrained weights of a seed; training pauses. */
  async reset(seed: number): Promise<void> {
    this.loop.rest('ready');
    await this.loop.exclusive(async () => {
      await this.open.session.reset(seed);
      this.request = { ...this.request, seed };
      this.batcher.clear();
      this.worst = [];
      this.begunAnew();
      this.emit({ type: 'reset', seed });
      this.watcher.look();
      this.say(this.loop.running ? 'running' : 'ready', '');
    });
  }

  /** A snapshot of the run as it is, unless there is one, or it is too large to be stored. */
  async keep(): Promise<void> {
    if (this.status !== 'stopped-by-nan') await this.keeper.now();
  }

  private begunAnew(): void {
    const { position, variants } = this.open.session;
    this.told = position.iterations;
    this.firstVariants = variants;
    this.changes = [];
    this.keeper.forget();
    void this.keep();
  }

  private kept(snapshot: Snapshot): void {
    // What is stored with it of the curves is what the page was told.
    this.flush();
    const { iterations } = snapshot.state.position;
    this.changes = this.changes.filter((c) => c.iterations >= iterations);
    this.memory.kept(snapshot);
  }

  /** What a run in the place of this one needs to be the same, if the device of this one is gone. */
  get revival(): Revival {
    const { position } = this.open.session;
    const goal = this.loop.currentGoal;
    const untold = position.iterations - this.told;
    return {
      stored: null,
      variants: this.keeper.latest?.state.variants ?? this.firstVariants,
      snapshot: this.keeper.latest,
      // What was changed after the last step that was told of takes effect at that step: there the successor goes on.
      changes: this.changes.map((c) => ({ ...c, iterations: Math.min(c.iterations, this.told) })),
      until: { ...position, iterations: this.told },
      goal: goal?.kind === 'steps' ? { kind: 'steps', count: goal.count + untold } : goal,
      status: this.status,
    };
  }

  /** The run as it is, or as it was last when its numbers were finite. Errors where no snapshot can be taken. */
  async snapshot(): Promise<Snapshot> {
    if (this.status !== 'stopped-by-nan') await this.keeper.now(true);
    const { latest } = this.keeper;
    if (latest === null) throw nothingKept('save');
    return latest;
  }

  /** Takes the tensors of a file that fit, and all else that it says of the run where it says it; training pauses. */
  async take({ state, tensors }: Pick<RunFile, 'state' | 'tensors'>): Promise<void> {
    this.loop.rest('paused');
    await this.loop.exclusive(async () => {
      const { session } = this.open;
      if (state === null) await restoreTensors(session, tensors);
      else await restore(session, { state, tensors });
      this.request = { ...this.request, seed: session.config.seed };
      this.batcher.clear();
      this.begunAnew();
      this.followAll();
      this.say('paused', '');
    });
  }

  /** Shows the values that live settings have now. */
  followAll(): void {
    for (const control of this.controls) this.follow(control);
  }

  private follow(control: Control): void {
    const value = control.takes === 'live' ? liveValue(this.open.session, control.id) : undefined;
    if (value !== undefined && value !== control.value) this.setLive(control, value);
  }

  /** The device is gone: nothing more is said or done, and nothing waited for. */
  abandon(): void {
    this.flush();
    void this.close().catch(() => {});
  }

  /** Gives a live setting its value, which the next step reads. */
  setLive({ id }: Control, value: ControlValue): void {
    this.apply(id, value);
    const { iterations } = this.open.session.position;
    if (id !== 'epochs')
      this.changes = [...this.changes, { iterations, apply: (session) => applyLive(session, id, value) }];
    this.emit({ type: 'control', id, value, step: this.open.session.position.iterations });
  }

  /** Gives live settings the values that they have in another run, and says nothing of it. */
  adopt(other: Run): void {
    const same = other.open.session.optimizer.className === this.open.session.optimizer.className;
    for (const { id, value, takes } of this.controls) {
      const found = other.controls.find((c) => c.id === id && c.takes === 'live');
      if (takes !== 'live' || found === undefined || (isOptimizers(id) && !same)) continue;
      if (found.value !== value) this.apply(id, found.value);
    }
  }

  /** Gives the settings of the optimizer and the layers the values with which the run was opened. */
  settle(extras: RunRequest['extras']): void {
    for (const [id, value] of Object.entries(extras)) this.apply(id, value);
  }

  private apply(id: string, value: ControlValue): void {
    if (id === 'epochs') this.loop.setEpochs(value as number);
    else applyLive(this.open.session, id, value);
    this.controls = this.controls.map((c) => (c.id === id ? { ...c, value } : c));
    this.request = withValue(this.request, id, value);
  }

  /** What the model says of validation samples, as soon as they have arrived. */
  async samples(from: number, count: number): Promise<void> {
    await this.open.session.haveValidation(from + count);
    const samples = await this.read(() => samplesInfo(this.open, from, count, this.worst));
    if (samples !== null) this.emit({ type: 'samples', samples });
  }

  async try(request: number, input: TryInput): Promise<void> {
    try {
      const view = await this.read(() => tryInput(this.open, input));
      if (view !== null) this.emit({ type: 'try', request, view, error: null });
    } catch (error) {
      this.emit({ type: 'try', request, view: null, error: errorInfo(error) });
    }
  }

  /** Ends training after the step under way, tells its last numbers, and then ends as `halt` does. */
  async end(): Promise<void> {
    await this.loop.close();
    await this.open.session.fetch();
    this.flush();
    await this.halt();
  }

  /** Ends the run as it is after the step under way, and frees what it has on the device. Answers what another needs to go on as it. */
  async leave(): Promise<Revival> {
    try {
      await this.loop.close();
      await this.open.session.fetch();
      this.flush();
      if (this.status !== 'stopped-by-nan') await this.keeper.last();
      return this.revival;
    } finally {
      await this.close();
    }
  }

  /** Ends the loop and every question under way, silently; the session is left as it is. */
  private async halt(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.loop.close();
    await this.reads;
    await this.watcher.destroy();
    await this.keeper.close();
    await this.guard.destroy();
  }

  /** Ends the run and frees what it has on the device. */
  async close(): Promise<void> {
    await this.halt();
    await this.open.session.discard();
  }

  async epoch(logs: Logs, epoch: number, step: number, signal: AbortSignal): Promise<void> {
    this.flush();
    this.emit({ type: 'epoch', logs: { epoch, step, logs } });
    if (this.status !== 'stopped-by-nan') this.keeper.atPause(performance.now());
    await this.evaluate(signal);
    this.meter.begin(performance.now());
  }

  /** Looks at the answers to validation samples, for a small part of the time that an epoch takes. */
  private async evaluate(signal: AbortSignal): Promise<void> {
    const { samples } = this.open.feeds.train.feed;
    const budget = evaluationBudget(this.meter.secondsFor(samples));
    const stop = () => signal.aborted || this.closed;
    const seen = await this.read(() => evaluateViews(this.open, { budget, stop }));
    if (seen === null) return;
    this.worst = seen.worst;
    this.emit({ type: 'evaluation', views: seen.views });
  }

  settled(): void {
    this.flush();
    void this.keep();
    this.watcher.look();
  }

  failed(error: unknown): void {
    this.blame(error, () => this.say('failed', ''));
  }

  /** Tells an error and what follows, unless it comes of a device that is lost. */
  private blame(error: unknown, then: () => void): void {
    void isLost(this.open.engine).then((lost) => {
      if (lost) return;
      this.emit({ type: 'error', error: errorInfo(error) });
      then();
    });
  }

  /** LoopListener's: the state of training changed. */
  say(status: RunStatus, note: string): void {
    this.status = status;
    this.emit({ type: 'status', status, note });
  }

  private emit(event: Event, transfer?: Transferable[]): void {
    if (!this.closed) this.post(event, transfer);
  }

  /** Runs a question about the model, one at a time; null where the run was closed before its turn. */
  read<T>(question: () => Promise<T>): Promise<T | null> {
    const answer = this.reads.then(() => (this.closed ? null : question()));
    this.reads = answer.catch(() => {});
    return answer;
  }

  private stepped(steps: readonly StepLogs[]): void {
    const now = performance.now();
    const samples = steps.reduce((n, s) => n + s.samples, 0);
    this.meter.add(now, samples, steps.length);
    this.batcher.add(steps);
    this.told = steps.at(-1)!.step;
    this.measureBytes(now);
    this.watcher.soon(now);
    if (now - this.flushedAt >= FLUSH_EVERY) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), FLUSH_EVERY);
    this.guard.steps(steps, now);
    if (this.status !== 'stopped-by-nan') this.keeper.soon(now);
  }

  /** GuardedRun's: numbers are not finite. */
  stopByNan(): void {
    this.flush();
    this.loop.rest('stopped-by-nan');
    this.say('stopped-by-nan', '');
  }

  /** GuardedRun's: the run is as it was before `step`. */
  stoppedByNan(step: number, node: string): void {
    this.told = this.open.session.position.iterations;
    this.emit({ type: 'nan', step, node, canRollBack: this.keeper.latest !== null });
  }

  /** Back to the last good snapshot, paused, with the settings of now and another learning rate. */
  async rollBack(learningRate: number): Promise<void> {
    const snapshot = this.keeper.latest;
    if (snapshot === null) throw nothingKept('rollback');
    const control = checkedControl(this.controls, 'learningRate', learningRate);
    this.loop.rest('paused');
    await this.loop.exclusive(async () => {
      const { session } = this.open;
      await restore(session, snapshot);
      for (const { id, takes, value } of this.controls)
        if (takes === 'live' && id !== 'epochs') applyLive(session, id, value);
      this.batcher.clear();
      this.changes = [];
      this.told = session.position.iterations;
      this.setLive(control, learningRate);
      this.say('paused', '');
    });
  }

  /** Sends the metrics that are collected. */
  private flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.batcher.size === 0) return;
    this.flushedAt = performance.now();
    const batch = this.batcher.take();
    const { epoch, iterations } = this.open.session.position;
    const throughput = this.meter.read(this.samplesLeft(), this.gpuBytes, this.gpuMsPerStep());
    const step = batch.columns.step!.at(-1) ?? iterations;
    this.emit({ type: 'metrics', batch, epoch: epoch + 1, step, throughput }, buffersOf(batch));
  }

  private gpuMsPerStep(): number | null {
    return this.times === null ? null : this.times.reduce((a, b) => a + b, 0) / 1000;
  }

  private samplesLeft(): number {
    const { position, config } = this.open.session;
    return (this.loop.epochs - position.epoch) * config.train.feed.samples - position.offset;
  }

  private measureBytes(now: number): void {
    if (now - this.bytesAt < BYTES_EVERY) return;
    this.bytesAt = now;
    void this.open.session.bytes().then(
      (bytes) => {
        this.gpuBytes = bytes + this.keeper.bytes;
      },
      () => {},
    );
  }
}

/** A tenth of the epoch, in milliseconds. */
const evaluationBudget = (epochSeconds: number): number => Math.min(5000, Math.max(200, 100 * epochSeconds));

const nothingKept = (where: string): Error =>
  configError({
    where,
    must: 'there must be a snapshot to go back to',
    got: 'none',
    try: 'a reset',
  });

const nanError = (): Error =>
  configError({
    where: 'training',
    must: 'cannot go on from weights that are no numbers',
    try: 'a reset and a smaller learning rate',
  });
