import type { Folder } from './folder.ts';
import { IdbFolder } from './idb-folder.ts';
import { MemoryFolder } from './memory-folder.ts';
import { OpfsFolder } from './opfs-folder.ts';

/** The browser's file system; its database where that is missing; memory where both are forbidden (private windows). */
export async function openFolder(name: string): Promise<Folder> {
  const opfs = () => OpfsFolder.open(navigator.storage, name);
  const idb = () => IdbFolder.open(name);
  return opfs()
    .catch(idb)
    .catch(() => new MemoryFolder());
}

/** The browser's database, for small things; memory where it is forbidden. */
export function openDatabase(name: string): Promise<Folder> {
  return IdbFolder.open(name).catch(() => new MemoryFolder());
}

/** Bytes that snapshots may take at most, and what part of the browser's allowance. */
const MOST = 2 ** 30;
const SHARE = 0.2;

/** Bytes that snapshots may take here. */
export async function quotaHere(): Promise<number> {
  const estimate = await navigator.storage?.estimate?.().catch(() => ({ quota: undefined }));
  return Math.floor(Math.min(MOST, SHARE * (estimate?.quota ?? MOST)));
}
