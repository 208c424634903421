import { configError } from '../../core/errors.ts';
import type { Snapshot } from '../../train/checkpoint/snapshot.ts';
import { delay } from '../breathe.ts';
import { errorInfo } from '../errors.ts';
import type { Emit, Host } from '../host.ts';
import type { RunRequest } from '../open-run.ts';
import type { PresetSize, SnapshotInfo } from '../protocol.ts';
import { MemoryFolder } from './memory-folder.ts';
import { RunBook } from './run-book.ts';
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

/** Remembers runs for the time after a restart: curves as the page is told of them, snapshots on the disk. */
export class RunArchive {
  private readonly shelf: SnapshotShelf;
  /** The last snapshot of each run that is still to be stored. */
  private readonly offered = new Map<RunBook, Offer>();
  private storing: Promise<void> | null = null;
  private closing = false;
  private wake: () => void = () => {};
  private present = new RunBook();
  /** The run that is being stored. */
  private busy: RunBook | null = null;
  /** By run. A run that was left is held until its last snapshot is stored. */
  private readonly held = new Map<string, RunLock>();
  private readonly parting = new Set<RunBook>();
  private readonly locks: Host['locks'];

  constructor(
    { storage, locks }: Pick<Host, 'storage' | 'locks'>,
    private readonly post: Emit,
  ) {
    this.locks = locks;
    const folder = storage?.folder ?? Promise.resolve(new MemoryFolder());
    this.shelf = new SnapshotShelf(folder, storage?.quota ?? Promise.resolve(IN_MEMORY));
  }

  /** The book of the present run. */
  get book(): RunBook {
    return this.present;
  }

  /** Tells the page what is stored. */
  async tell(): Promise<void> {
    const event = await this.shelf.event();
    const { refusal } = this.present;
    this.post(refusal === null ? event : { ...event, notice: refusal });
  }

  async delete(id: string): Promise<void> {
    await this.shelf.delete(id);
    await this.tell();
  }

  /** Another run begins, or one that was left comes back; `ended`: when nothing more is offered of the one before. */
  begin(book = new RunBook(), ended: Promise<unknown> = Promise.resolve()): void {
    void this.belongTo(book, ended);
  }

  /** The run is too large to be stored while it trains. */
  refuse(bytes: number, most: number): Promise<void> {
    this.present.refusal = `This run is too large for snapshots (${megabytes(bytes)}, ${megabytes(most)} are allowed): save it as a file.`;
    return this.tell();
  }

  private async belongTo(book: RunBook, ended: Promise<unknown>): Promise<void> {
    const before = this.present;
    this.present = book;
    book.refusal = null;
    void ended.catch(() => {}).then(() => this.part(before));
    this.hurry();
    const lock = this.held.get(book.run) ?? new RunLock(this.locks);
    this.held.set(book.run, lock);
    const mine = lock.mine || (await lock.take(book.run, () => void this.freed(book)));
    if (this.present !== book || mine) return;
    book.refusal = ELSEWHERE;
    await this.tell();
  }

  private part(book: RunBook): void {
    this.parting.add(book);
    this.letGo();
  }

  /** Leaves runs to other tabs of which all is stored, unless they are open here again. */
  private letGo(): void {
    for (const book of this.parting) {
      if (book === this.busy || this.offered.has(book)) continue;
      this.parting.delete(book);
      if (book.run === this.present.run) continue;
      this.held.get(book.run)?.leave();
      this.held.delete(book.run);
    }
  }

  /** The tab that had the run has left it: what it stored last is offered, for that is where the run stands. */
  private async freed(book: RunBook): Promise<void> {
    if (this.present !== book) return;
    const newest = (await this.shelf.listAnew()).find(({ run }) => run === book.run);
    if (this.present !== book) return;
    book.refusal = newest === undefined ? null : LEFT;
    await this.tell();
    if (newest !== undefined) this.post({ type: 'left', snapshot: infoOf(newest) });
  }

  /** Stores a snapshot of a run soon; of several that come fast, the last. Untrained weights are made from their seed. */
  offer(request: RunRequest, snapshot: Snapshot, book = this.present): void {
    if (snapshot.state.position.iterations === 0 || book.refusal !== null) return;
    this.offered.set(book, { request, snapshot });
    if (book !== this.present) this.hurry();
    this.storing ??= this.store();
  }

  /** Stores what waits at once. */
  hurry(): void {
    this.wake();
  }

  private async store(): Promise<void> {
    for (;;) {
      const [first] = this.offered;
      if (first === undefined) break;
      const [book, { request, snapshot }] = first;
      this.offered.delete(book);
      this.busy = book;
      const { position } = snapshot.state;
      const about = {
        run: book.run,
        preset: request.preset.id,
        size: request.size,
        step: position.iterations,
        epoch: position.epoch,
        at: Date.now(),
        loss: book.lastLoss,
      };
      await this.shelf.put(about, this.bytes(request, snapshot, book));
      this.busy = null;
      this.letGo();
      await this.tell();
      if (!this.closing && book === this.present) await this.pause();
    }
    this.storing = null;
  }

  private pause(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    return Promise.race([delay(EVERY), woken]);
  }

  /** The run as a safetensors file. */
  bytes(request: RunRequest, snapshot: Snapshot, { curves } = this.present): Uint8Array<ArrayBuffer> {
    const { position } = snapshot.state;
    const { columns, epochs } = curves.until(position.iterations);
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
        await this.belongTo(new RunBook(run), Promise.resolve());
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
    this.present.curves.clear();
    const step = curves.step?.at(-1) ?? 0;
    const columns = Object.fromEntries(Object.entries(curves).map(([name, values]) => [name, values]));
    if (step > 0)
      this.post({ type: 'metrics', batch: { columns }, epoch: epoch + 1, step, throughput: STILL });
    for (const logs of epochs) this.post({ type: 'epoch', logs });
  }

  /** Resolves when what was offered is stored. */
  async close(): Promise<void> {
    this.closing = true;
    this.wake();
    await this.storing;
    for (const lock of this.held.values()) lock.leave();
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
const LEFT = 'The other tab has left this run: it can go on here from what was stored last.';

/** What the page knows of a stored snapshot. */
function infoOf({ run: _, ...info }: Stored): SnapshotInfo {
  return info;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

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
