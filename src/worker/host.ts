import type { DecodeImage } from '../data/image-folder.ts';
import type { TextStore } from '../train/engine.ts';
import type { Event } from './protocol.ts';
import type { Folder } from './storage/folder.ts';
import type { Locks } from './storage/run-lock.ts';

/** What surrounds the engine: a worker in the browser, a test in Node. */
export interface Host {
  /** Sends an event to the page; buffers in `transfer` move instead of being copied. */
  post(event: Event, transfer?: Transferable[]): void;
  /** WebGPU's entry, null where there is none. */
  readonly gpu: GPU | null;
  /** The bytes of a file below `data/`. */
  read(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** Turns a person's picture file into pixels; without it there are none. */
  readonly decode?: DecodeImage;
  /** Where snapshots are stored, and how many bytes of them; without it they live as long as the page. */
  readonly storage?: { readonly folder: Promise<Folder>; readonly quota: Promise<number> };
  /** Tells tabs apart that have the same run open. Default: the browser's. */
  readonly locks?: Locks;
  /** Where measured choices of kernels are kept; without it they are made anew for each run. */
  readonly tuning?: TextStore;
}

export type Emit = Host['post'];
