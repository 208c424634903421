import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type Folder, joined } from './folder.ts';

interface Schema extends DBSchema {
  files: { key: string; value: Blob };
}

/** Files in the browser's database, where it has no file system for workers. A put is whole or nothing. */
export class IdbFolder implements Folder {
  readonly lasts = true;

  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  /** Errors where the browser forbids it. */
  static async open(name: string): Promise<IdbFolder> {
    const upgrade = (db: IDBPDatabase<Schema>) => void db.createObjectStore('files');
    return new IdbFolder(await openDB<Schema>(name, 1, { upgrade }));
  }

  async names(): Promise<string[]> {
    return this.db.getAllKeys('files');
  }

  async head(name: string, most: number) {
    const file = await this.file(name);
    return { bytes: new Uint8Array(await file.slice(0, most).arrayBuffer()), size: file.size };
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.file(name)).arrayBuffer());
  }

  async write(name: string, parts: readonly Uint8Array[]): Promise<void> {
    await this.db.put('files', new Blob([joined(parts)]), name);
  }

  async remove(name: string): Promise<void> {
    await this.db.delete('files', name);
  }

  private async file(name: string): Promise<Blob> {
    const found = await this.db.get('files', name);
    if (found === undefined) throw new DOMException(`no file ${name}`, 'NotFoundError');
    return found;
  }
}
