import { required } from '../../core/invariant.ts';
import { type Folder, joined } from './folder.ts';

/** Files in memory, for a page that may store nothing, and for tests. */
export class MemoryFolder implements Folder {
  readonly lasts = false;
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();

  async names(): Promise<string[]> {
    return [...this.files.keys()];
  }

  async head(name: string, most: number) {
    const file = this.file(name);
    return { bytes: file.slice(0, most), size: file.length };
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.file(name).slice();
  }

  async write(name: string, parts: readonly Uint8Array[]): Promise<void> {
    this.files.set(name, joined(parts));
  }

  async remove(name: string): Promise<void> {
    this.files.delete(name);
  }

  private file(name: string): Uint8Array<ArrayBuffer> {
    return required(this.files.get(name), `file ${name}`);
  }
}
