import type { Folder } from './folder.ts';

/** While a file is being written it bears this name behind its own. */
const PART = '.part';

/** What TypeScript's library does not know yet. */
interface Movable {
  move?(name: string): Promise<void>;
}

/** Files in the origin's private file system (https://fs.spec.whatwg.org), written by a worker. */
export class OpfsFolder implements Folder {
  readonly lasts = true;

  private constructor(private readonly directory: FileSystemDirectoryHandle) {}

  /** Errors where the browser has no such file system or forbids it. */
  static async open(storage: StorageManager, name: string): Promise<OpfsFolder> {
    const root = await storage.getDirectory();
    const folder = new OpfsFolder(await root.getDirectoryHandle(name, { create: true }));
    await folder.sweep();
    return folder;
  }

  /** Removes what a killed page left half written. */
  private async sweep(): Promise<void> {
    for (const name of await this.all()) if (name.endsWith(PART)) await this.remove(name);
  }

  private async all(): Promise<string[]> {
    const names: string[] = [];
    for await (const name of this.directory.keys()) names.push(name);
    return names;
  }

  async names(): Promise<string[]> {
    return (await this.all()).filter((name) => !name.endsWith(PART));
  }

  async head(name: string, most: number) {
    const file = await this.file(name);
    return { bytes: new Uint8Array(await file.slice(0, most).arrayBuffer()), size: file.size };
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.file(name)).arrayBuffer());
  }

  /** Written under another name, flushed to the disk, then renamed: a file of this name is always whole. */
  async write(name: string, parts: readonly Uint8Array[]): Promise<void> {
    const handle = await this.directory.getFileHandle(`${name}${PART}`, { create: true });
    try {
      await writeThrough(handle, parts);
      await this.rename(handle, name, parts);
    } catch (error) {
      await this.remove(`${name}${PART}`);
      throw error;
    }
  }

  /** Where files cannot be renamed, it is written once more; its checksum tells whether that was done to the end. */
  private async rename(handle: FileSystemFileHandle, name: string, parts: readonly Uint8Array[]) {
    const { move } = handle as Movable;
    if (move !== undefined) return move.call(handle, name);
    await writeThrough(await this.directory.getFileHandle(name, { create: true }), parts);
    await this.remove(`${name}${PART}`);
  }

  async remove(name: string): Promise<void> {
    await this.directory.removeEntry(name).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
    });
  }

  private async file(name: string): Promise<File> {
    return (await this.directory.getFileHandle(name)).getFile();
  }
}

async function writeThrough(handle: FileSystemFileHandle, parts: readonly Uint8Array[]): Promise<void> {
  const access = await handle.createSyncAccessHandle();
  try {
    access.truncate(0);
    let at = 0;
    for (const part of parts) {
      const written = access.write(part as Uint8Array<ArrayBuffer>, { at });
      if (written < part.length) throw new DOMException('the disk is full', 'QuotaExceededError');
      at += written;
    }
    access.flush();
  } finally {
    access.close();
  }
}
