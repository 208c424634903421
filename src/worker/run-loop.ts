import type { Logs } from '../train/log-book.ts';
import type { GrowingFeed, TrainingSession } from '../train/training-session.ts';
import { breathe, delay } from './breathe.ts';
import { isAbort } from './errors.ts';
import type { RunStatus } from './protocol.ts';

/** How far training shall go before it pauses by itself. */
export type Goal =
  | { readonly kind: 'end' }
  | { readonly kind: 'epoch' }
  | { readonly kind: 'steps'; readonly count: number };

/** Whom the loop tells. */
export interface LoopListener {
  say(status: RunStatus, note: string): void;
  /** An epoch is over: its logs in Keras's names, the epoch from 1, and the step. Training waits for what is done then. */
  epoch(logs: Logs, epoch: number, step: number, signal: AbortSignal): Promise<void>;
  /** All steps so far are fetched: send what is collected. */
  settled(): void;
  failed(error: unknown): void;
}

/** Milliseconds of steps between two chances for messages, and until a pause is confirmed though a step is still under way. */
const BREATH = 12;
const PATIENCE = 50;

/**
 * Trains a session step by step in the background, and does other work on it between two steps. Every request is answered at
 * once; what is under way ends first.
 */
export class RunLoop {
  private goal: Goal | null = null;
  private stepsLeft = 0;
  /** Epochs at which `end` is reached; null until training towards it begins. */
  private target: number | null = null;
  private resting: RunStatus = 'paused';
  private moving = false;
  private closed = false;
  private readonly tasks: (() => Promise<void>)[] = [];
  private wake: () => void = () => {};
  private interval = 0;
  private nextAt = 0;
  private breathedAt = 0;
  private validation: AbortController | null = null;
  private readonly worked: Promise<void>;

  constructor(
    private readonly session: TrainingSession,
    private readonly feeds: { readonly train: GrowingFeed; readonly validation: GrowingFeed },
    public epochs: number,
    private readonly listener: LoopListener,
  ) {
    this.worked = this.work();
  }

  get running(): boolean {
    return this.goal !== null;
  }

  get currentGoal(): Goal | null {
    return this.goal?.kind === 'steps' ? { kind: 'steps', count: this.stepsLeft } : this.goal;
  }

  /** Trains until the goal is reached, in place of the goal before. After the last epoch `end` means as many epochs again. */
  go(goal: Goal): void {
    this.goal = goal;
    this.moving = true;
    this.stepsLeft = goal.kind === 'steps' ? goal.count : 0;
    this.target = null;
    this.listener.say('running', '');
    this.wake();
  }

  /** Stops after the step that is under way; the status says so when it is done, or soon. */
  rest(status: RunStatus = 'paused'): void {
    if (this.goal === null && !this.moving) return;
    this.goal = null;
    this.resting = status;
    if (this.validation !== null) this.say('finishing the validation');
    this.wake();
  }

  /** More or fewer epochs from now on. */
  setEpochs(epochs: number): void {
    this.epochs = epochs;
    if (this.target !== null) this.target = epochs;
    this.wake();
  }

  /** At most so many steps a second; null: as many as can be. */
  slowDown(stepsPerSecond: number | null): void {
    this.interval = stepsPerSecond === null ? 0 : 1000 / stepsPerSecond;
    this.nextAt = 0;
    this.wake();
  }

  /** Runs `task` between two steps, after the tasks that wait already. A validation under way is broken off. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    this.validation?.abort();
    return new Promise<T>((resolve, reject) => {
      this.tasks.push(() => task().then(resolve, reject));
      this.wake();
    });
  }

  /** Ends the loop after what is under way. */
  async close(): Promise<void> {
    this.closed = true;
    this.goal = null;
    this.validation?.abort();
    this.wake();
    await this.worked;
  }

  private async work(): Promise<void> {
    while (!this.closed || this.tasks.length > 0) {
      const task = this.tasks.shift();
      if (task !== undefined) await task();
      else if (this.goal !== null) await this.advance(this.goal);
      else if (this.moving) await this.settle();
      else await this.sleep();
    }
  }

  /** Until something is asked, or so many milliseconds. */
  private async sleep(ms?: number): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    await (ms === undefined ? woken : Promise.race([woken, delay(ms)]));
    this.wake = () => {};
  }

  private async advance(goal: Goal): Promise<void> {
    try {
      if (goal.kind === 'end' && this.session.position.epoch >= this.lastEpoch()) this.rest('finished');
      else if (this.session.atEpochEnd) await this.endEpoch(goal);
      else await this.step(goal);
    } catch (error) {
      if (isAbort(error)) return;
      this.goal = null;
      this.moving = false;
      this.listener.failed(error);
    }
  }

  private lastEpoch(): number {
    const { epoch } = this.session.position;
    this.target ??= epoch < this.epochs ? this.epochs : epoch + this.epochs;
    return this.target;
  }

  private async step(goal: Goal): Promise<void> {
    if (!(await this.have(this.feeds.train, this.session.neededSamples))) return;
    const early = this.nextAt - performance.now();
    if (early > 0) return this.sleep(early);
    this.nextAt = Math.max(this.nextAt + this.interval, performance.now());
    await this.session.step();
    if (goal.kind === 'steps' && --this.stepsLeft <= 0 && this.goal === goal) await this.lastOf(goal);
    if (performance.now() - this.breathedAt > BREATH) {
      await breathe();
      this.breathedAt = performance.now();
    }
  }

  /** The last of a number of steps may end an epoch, which then shall not wait for another step. */
  private async lastOf(goal: Goal): Promise<void> {
    if (this.session.atEpochEnd) await this.endEpoch(goal);
    else this.rest();
  }

  private async endEpoch(goal: Goal): Promise<void> {
    const { validation } = this.feeds;
    if (!(await this.have(validation, validation.feed.samples))) return;
    this.listener.say('running', 'validating');
    this.validation = new AbortController();
    const { epoch, iterations } = this.session.position;
    try {
      const logs = await this.session.endEpoch(true, this.validation.signal);
      await this.listener.epoch(logs, epoch + 1, iterations, this.validation.signal);
    } finally {
      this.validation = null;
    }
    if (this.goal !== null) this.listener.say('running', '');
    if (this.goal === goal && (goal.kind === 'epoch' || (goal.kind === 'steps' && this.stepsLeft <= 0)))
      this.rest();
  }

  /** Whether so many samples are there; else waits for them or for something that is asked. */
  private async have(feed: GrowingFeed, samples: number): Promise<boolean> {
    if (feed.available() >= samples) return true;
    this.listener.say('running', 'waiting for data');
    const woken = this.sleep();
    await Promise.race([feed.waitFor(samples).then(() => this.wake()), woken]);
    if (this.goal !== null && feed.available() >= samples) this.listener.say('running', '');
    return false;
  }

  /** Waits for what is under way, a short time with the status unsaid. */
  private async settle(): Promise<void> {
    const fetched = this.session.fetch().catch((error: unknown) => this.listener.failed(error));
    const done = await Promise.race([fetched.then(() => true), delay(PATIENCE).then(() => false)]);
    if (!done) {
      this.say('finishing the step under way');
      await fetched;
    }
    this.listener.settled();
    if (this.goal === null) this.moving = false;
    this.say('');
  }

  private say(note: string): void {
    if (this.goal === null) this.listener.say(this.resting, note);
  }
}
