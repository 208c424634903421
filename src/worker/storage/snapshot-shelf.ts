import { parseBoundedJson } from '../../interop/bounded-json.ts';
import { fields, nullable, number, oneOf, text, whole } from '../../interop/schema.ts';
import type { Event, SnapshotInfo } from '../protocol.ts';
import { HEAD, seal, unseal, wordsOf } from './envelope.ts';
import type { Folder } from './folder.ts';

/** Snapshots of one run that are kept, and of all runs together, at most. */
const EACH = 2;
const MOST = 40;

/** A snapshot in a few words; `run` tells runs of one preset apart. */
export interface SnapshotAbout extends Omit<SnapshotInfo, 'id' | 'bytes'> {
  readonly run: string;
}

export type Stored = SnapshotInfo & SnapshotAbout;

const readAbout = fields<SnapshotAbout>({
  run: text(100),
  preset: text(100),
  size: oneOf('quick', 'default', 'seed'),
  step: whole(),
  epoch: whole(),
  at: number,
  loss: nullable(number),
});

/**
 * Snapshots on the browser's disk. A new one is whole before an old one goes: there is always one to go back to. The oldest give way to
 * the quota; where there is no room for even one, or storing is forbidden, training goes on and a notice says so.
 */
export class SnapshotShelf {
  private known: Stored[] | null = null;
  private notice: string | null = null;
  private work: Promise<unknown> = Promise.resolve();
  private counter = 0;

  constructor(
    private readonly folder: Promise<Folder>,
    private readonly quota: Promise<number>,
  ) {}

  /** Newest first. */
  list(): Promise<readonly Stored[]> {
    return this.next(() => this.load());
  }

  /** The same, with what other tabs have stored meanwhile. */
  listAnew(): Promise<readonly Stored[]> {
    return this.next(() => {
      this.known = null;
      return this.load();
    });
  }

  /** What the page shows of storage. */
  async event(): Promise<Extract<Event, { type: 'snapshots' }>> {
    const snapshots = await this.list();
    const folder = await this.folder;
    const usedBytes = snapshots.reduce((n, s) => n + s.bytes, 0);
    return {
      type: 'snapshots',
      snapshots,
      usedBytes,
      quotaBytes: await this.quota,
      notice: this.notice ?? (folder.lasts ? null : FORBIDDEN),
    };
  }

  /** Stores a snapshot, and lets old ones go. What goes wrong becomes the notice. */
  put(about: SnapshotAbout, content: Uint8Array): Promise<void> {
    return this.next(async () => {
      try {
        await this.store(about, content);
        this.notice = null;
      } catch (error) {
        this.notice = `Snapshots cannot be stored: ${error instanceof Error ? error.message : String(error)}`;
      }
    });
  }

  /** The content of a snapshot. Errors where it is gone or damaged. */
  read(id: string): Promise<Uint8Array> {
    return this.next(async () => unseal(await (await this.folder).read(id)));
  }

  delete(id: string): Promise<void> {
    return this.next(async () => {
      const found = (await this.load()).some((s) => s.id === id);
      if (found) await this.drop(id);
    });
  }

  private async store(about: SnapshotAbout, content: Uint8Array): Promise<void> {
    const known = await this.load();
    const quota = await this.quota;
    const id = `${String(about.at).padStart(16, '0')}-${this.counter++}`;
    const parts = await seal(JSON.stringify(about), content);
    const bytes = parts.reduce((n, p) => n + p.length, 0);
    if (bytes > quota) throw new Error(`one takes ${bytes} bytes, and ${quota} are allowed`);
    await this.writeWithRoom(id, parts);
    this.known = [{ ...about, id, bytes }, ...known.filter((s) => this.known!.includes(s))];
    await this.tidy(quota);
  }

  /** Where the disk is full, the oldest goes and it is tried again; the newest stays until there is a newer. */
  private async writeWithRoom(id: string, parts: readonly Uint8Array[]): Promise<void> {
    const folder = await this.folder;
    for (;;) {
      try {
        await folder.write(id, parts);
        return;
      } catch (error) {
        const old = this.known!.slice(1).at(-1);
        if (old === undefined || !isFull(error)) throw error;
        await this.drop(old.id);
      }
    }
  }

  /** The newest of each run, as many as the quota allows. */
  private async tidy(quota: number): Promise<void> {
    let [used, total] = [0, 0];
    const seen = new Map<string, number>();
    for (const { id, run, bytes } of [...this.known!]) {
      const count = (seen.get(run) ?? 0) + 1;
      seen.set(run, count);
      const keep = count <= EACH && total < MOST && used + bytes <= quota;
      if (!keep) await this.drop(id);
      else [used, total] = [used + bytes, total + 1];
    }
  }

  private async drop(id: string): Promise<void> {
    await (await this.folder).remove(id);
    this.known = this.known!.filter((s) => s.id !== id);
  }

  /** What is stored; files that are none of ours are left out. */
  private async load(): Promise<Stored[]> {
    if (this.known !== null) return this.known;
    const folder = await this.folder;
    const found = await Promise.all((await folder.names()).map((id) => infoOf(folder, id)));
    this.known = found.filter((s) => s !== null).sort((a, b) => b.at - a.at);
    return this.known;
  }

  /** One thing at a time. */
  private next<T>(task: () => Promise<T>): Promise<T> {
    const done = this.work.then(task);
    this.work = done.catch(() => {});
    return done;
  }
}

const FORBIDDEN = 'This browser lets the page store nothing: snapshots are lost when the page is closed.';

const isFull = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';

async function infoOf(folder: Folder, id: string): Promise<Stored | null> {
  try {
    const { bytes: head, size } = await folder.head(id, HEAD);
    const words = wordsOf(head);
    if (words === null) return null;
    const about = readAbout(parseBoundedJson(id, words, { depth: 2, values: 50 }), id);
    return { ...about, id, bytes: size };
  } catch {
    return null;
  }
}
