import { configError } from '../../core/errors.ts';
import type { Snapshot } from '../../train/checkpoint/snapshot.ts';
import { delay } from '../breathe.ts';
import { errorInfo } from '../errors.ts';
import type { Emit, Host } from '../host.ts';
import type { RunRequest } from '../open-run.ts';
import type { Event, PresetSize } from '../protocol.ts';
import { CurveLog } from './curve-log.ts';
import { MemoryFolder } from './memory-folder.ts';
import { type RunAbout, type RunFile, readRunFile, writeRunFile } from './run-file.ts';
import { RunLock } from './run-lock.ts';
import { SnapshotShelf, type Stored } from './snapshot-shelf.ts';

/** Milliseconds between two snapshots on the disk, at least. */
const EVERY = 5000;

/** Bytes of snapshots where nothing lasts. */
const IN_MEMORY = 2 ** 28;

interface Offer {
  readonly request: RunRequest;
  readonly snapshot: Snapshot;
}

/** Remembers the present run for the time after a restart: its curves as the page is told of them, its snapshots on the disk. */
export class RunArchive {
  private readonly curves = new CurveLog();
  private readonly shelf: SnapshotShelf;
  private offered: Offer | null = null;
  private storing: Promise<void> | null = null;
  private closing = false;
  private wake: () => void = () => {};
  private run = newRun();
  private readonly lock = new RunLock();
  /** Why nothing of the run is stored here; null where it is. */
  private refusal: string | null = null;

  constructor(
    { storage }: Pick<Host, 'storage'>,
    private readonly post: Emit,
  ) {
    const folder = storage?.folder ?? Promise.resolve(new MemoryFolder());
    this.shelf = new SnapshotShelf(folder, storage?.quota ?? Promise.resolve(IN_MEMORY));
  }

  /** Tells the page what is stored. */
  async tell(): Promise<void> {
    const event = await this.shelf.event();
    this.post(this.refusal === null ? event : { ...event, notice: this.refusal });
  }

  async delete(id: string): Promise<void> {
    await this.shelf.delete(id);
    await this.tell();
  }

  /** Notes what the page is told. */
  note(event: Event): void {
    if (event.type === 'metrics') this.curves.add(event.batch.columns);
    else if (event.type === 'epoch') this.curves.addEpoch(event.logs);
    else if (event.type === 'reset') this.curves.clear();
  }

  /** Another run begins. */
  begin(): void {
    this.curves.clear();
    void this.belongTo(newRun());
  }

  /** The run is too large to be stored while it trains. */
  refuse(bytes: number, most: number): Promise<void> {
    this.refusal = `This run is too large for snapshots (${megabytes(bytes)}, ${megabytes(most)} are allowed): save it as a file.`;
    return this.tell();
  }

  private async belongTo(run: string): Promise<void> {
    this.run = run;
    this.refusal = null;
    const mine = await this.lock.take(run);
    if (this.run !== run || mine) return;
    this.refusal = ELSEWHERE;
    await this.tell();
  }

  /** Stores a snapshot of the run soon; of several that come fast, the last. Untrained weights are made from their seed. */
  offer(request: RunRequest, snapshot: Snapshot): void {
    if (snapshot.state.position.iterations === 0 || this.refusal !== null) return;
    this.offered = { request, snapshot };
    this.storing ??= this.store();
  }

  private async store(): Promise<void> {
    while (this.offered !== null) {
      const { request, snapshot } = this.offered;
      this.offered = null;
      const { position } = snapshot.state;
      const about = {
        run: this.run,
        preset: request.preset.id,
        size: request.size,
        step: position.iterations,
        epoch: position.epoch,
        at: Date.now(),
        loss: this.lastLoss(),
      };
      await this.shelf.put(about, this.bytes(request, snapshot));
      await this.tell();
      if (!this.closing) await this.pause();
    }
    this.storing = null;
  }

  private pause(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    return Promise.race([delay(EVERY), woken]);
  }

  private lastLoss(): number | null {
    const loss = this.curves.last('loss');
    return Number.isFinite(loss) ? loss : null;
  }

  /** The run as a safetensors file. */
  bytes(request: RunRequest, snapshot: Snapshot): Uint8Array<ArrayBuffer> {
    const { position } = snapshot.state;
    const { columns, epochs } = this.curves.until(position.iterations);
    return writeRunFile(aboutOf(request), snapshot, columns, epochs);
  }

  /**
   * A stored run: the newest of a preset and size that is whole, or one by its id; where that is damaged, the one before it of the same
   * run. Errors where there is none.
   */
  async recall(wanted: string | { readonly preset: string; readonly size: PresetSize }): Promise<RunFile> {
    const known = await this.shelf.list();
    for (const { id, run } of fitting(known, wanted)) {
      try {
        const file = readRunFile(await this.shelf.read(id));
        await this.belongTo(run);
        return file;
      } catch (error) {
        this.post({ type: 'error', error: errorInfo(error) });
      }
    }
    throw nothingStored();
  }

  /** The run of a stored snapshot for its weights alone: the present run stays what it is. Errors where it is gone. */
  async read(id: string): Promise<RunFile> {
    return readRunFile(await this.shelf.read(id));
  }

  /** Tells the page the curves of a stored run, in the place of those that it has. */
  showCurves({ curves, epochs }: Pick<RunFile, 'curves' | 'epochs'>, epoch: number): void {
    this.curves.clear();
    const step = curves.step?.at(-1) ?? 0;
    const columns = Object.fromEntries(Object.entries(curves).map(([name, values]) => [name, values]));
    if (step > 0)
      this.post({ type: 'metrics', batch: { columns }, epoch: epoch + 1, step, throughput: STILL });
    for (const logs of epochs) this.post({ type: 'epoch', logs });
  }

  /** Resolves when what was offered is stored. */
  async close(): Promise<void> {
    this.closing = true;
    this.lock.leave();
    this.wake();
    await this.storing;
  }
}

/** Newest first. */
function fitting(
  known: readonly Stored[],
  wanted: string | { readonly preset: string; readonly size: PresetSize },
): readonly Stored[] {
  if (typeof wanted !== 'string')
    return known.filter((s) => s.preset === wanted.preset && s.size === wanted.size);
  const from = known.findIndex((s) => s.id === wanted);
  return from < 0 ? [] : known.slice(from).filter((s) => s.run === known[from]!.run);
}

const ELSEWHERE = 'This run is open in another tab, which stores it: here it is read-only.';

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

const newRun = (): string => crypto.randomUUID();

/** Throughput of a run that does not train. */
const STILL = {
  samplesPerSecond: 0,
  stepsPerSecond: 0,
  msPerStep: 0,
  gpuMsPerStep: null,
  gpuBytes: 0,
  secondsLeft: null,
};

const aboutOf = ({ preset, size, values, extras, seed, model }: RunRequest): RunAbout => ({
  preset: preset.id,
  size,
  values,
  extras,
  seed,
  model,
});

const nothingStored = (): Error =>
  configError({
    where: 'resume',
    must: 'there must be a stored run',
    got: 'none that is whole',
    try: 'Train',
  });
