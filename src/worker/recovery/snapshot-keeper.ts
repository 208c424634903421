import type { Snapshot } from '../../train/checkpoint/snapshot.ts';
import { Snapshotter } from '../../train/checkpoint/snapshotter.ts';
import type { TrainingSession } from '../../train/training-session.ts';

/**
 * Milliseconds between two snapshots while training: few at the beginning, twice as many each time; and at least so many times longer
 * than one took.
 */
const FIRST = 1000;
const EVERY = 10_000;
const PATIENCE = 40;
/** Milliseconds between two snapshots at ends of epochs. */
const SHORTLY = 2000;

/** Bytes of the largest run of which snapshots are taken unasked: they lie in memory twice, on the device and on the disk. */
const LARGEST = 400e6;

/** Whom the keeper tells. */
export interface KeeperListener {
  /** A good snapshot was taken. */
  kept(snapshot: Snapshot): void;
  /** None can be taken; training goes on without. */
  failed(error: unknown): void;
  /** None is taken unless it is asked for: the run is larger than `most` bytes. */
  tooLarge(bytes: number, most: number): void;
}

/** Takes snapshots of a run from time to time, and keeps the last good one. */
export class SnapshotKeeper {
  private kept: Snapshot | null;
  private work: Promise<void> = Promise.resolve();
  /** The one that waits for its turn. */
  private queued: Promise<void> | null = null;
  private taken = 0;
  /** It was told that none can be taken. */
  private complained = false;
  private takenAt = Number.NEGATIVE_INFINITY;
  private dueAt = 0;
  /** Counts the times that the run began anew: a snapshot from before is worth nothing. */
  private generation = 0;
  private closed = false;
  private readonly snapshotter: Snapshotter;

  constructor(
    private readonly session: TrainingSession,
    private readonly listener: KeeperListener,
    /** What to go back to until there is a snapshot of this run. */
    inherited: Snapshot | null = null,
  ) {
    this.snapshotter = new Snapshotter(session);
    this.kept = inherited;
  }

  get latest(): Snapshot | null {
    return this.kept;
  }

  get bytes(): number {
    return this.snapshotter.bytes;
  }

  /** The run begins, with weights that are perhaps not those of its seed. */
  begin(): void {
    if (this.isLarge) this.listener.tooLarge(this.snapshotter.snapshotBytes, LARGEST);
    else void this.now(true);
  }

  private get isLarge(): boolean {
    return this.snapshotter.snapshotBytes > LARGEST;
  }

  /** Takes one if the last is long enough ago. */
  soon(now: number): void {
    if (now >= this.dueAt) void this.now();
  }

  /** Takes one at a good moment, sooner than `soon` would. */
  atPause(now: number): void {
    if (now >= this.takenAt + SHORTLY) void this.now();
  }

  /** Takes one, after the one that is being taken, unless the last is of this very step (`force`: even so). Never rejects. */
  now(force = false): Promise<void> {
    this.queued ??= this.work.then(() => {
      this.queued = null;
      return this.closed || (!force && (this.isLarge || this.isSame())) ? undefined : this.take();
    });
    this.work = this.queued;
    return this.queued;
  }

  /** There is one of this very step, however large the run is. Never rejects. */
  async last(): Promise<void> {
    await this.work;
    if (!this.isSame()) await this.now(true);
  }

  private async take(): Promise<void> {
    const { generation } = this;
    const started = performance.now();
    try {
      const snapshot = await this.snapshotter.take();
      if (this.closed || generation !== this.generation || !isGood(snapshot)) return;
      this.kept = snapshot;
      this.listener.kept(snapshot);
    } catch (error) {
      if (!this.closed && !this.complained) this.listener.failed(error);
      this.complained = true;
    } finally {
      const now = performance.now();
      this.takenAt = now;
      const every = Math.min(EVERY, FIRST * 2 ** this.taken++);
      this.dueAt = now + Math.max(every, PATIENCE * (now - started));
    }
  }

  /** The run began anew: there is no snapshot of it. */
  forget(): void {
    this.generation++;
    this.kept = null;
    this.dueAt = 0;
    this.taken = 0;
    this.takenAt = Number.NEGATIVE_INFINITY;
  }

  private isSame(): boolean {
    const { position } = this.session;
    const last = this.kept?.state.position;
    return last?.iterations === position.iterations && last.epoch === position.epoch;
  }

  /** Stops at once; what lies on the device is freed when the snapshot under way is done. */
  close(): Promise<void> {
    this.closed = true;
    return this.snapshotter.destroy();
  }
}

/**
 * Whether all weights and optimizer state are finite, and all losses of the epoch. A sum of zeros is taken, which only finite numbers
 * leave zero.
 */
function isGood({ state, tensors }: Snapshot): boolean {
  const losses = state.sums.losses.every(([total]) => Number.isFinite(total));
  return (
    losses &&
    tensors.every(({ data }) => {
      let sum = 0;
      for (let i = 0; i < data.length; i++) sum += data[i]! * 0;
      return sum === 0;
    })
  );
}
