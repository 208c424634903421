import { readFile } from 'node:fs/promises';

const root = new URL('../../public/data/', import.meta.url);

/** Reads a file below `public/data/` from the disk: the `read` of a data loader in Node. */
export async function readDataFile(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(path, root), { signal }));
}
