import type { RunRequest } from './open-run.ts';
import type { Command } from './protocol.ts';
import type { Revival } from './recovery/revival.ts';
import type { Run } from './run.ts';
import type { RunBook } from './storage/run-book.ts';
import type { RunFile } from './storage/run-file.ts';

/** A run that is being made. */
export interface Opening {
  request: RunRequest;
  /** The run whose weights it takes over, which goes on until then; null for a fresh start. */
  replaces: Run | null;
  /** What was asked of the run before it was ready. */
  readonly queue: Command[];
  /** The run that lost its device, or was left, which it goes on as; null where it is another. */
  revival: Revival | null;
  /** A stored run that it shall be. */
  readonly stored: Promise<RunFile> | null;
  /** The run that was left for it, as soon as it has ended: to go back to where nothing comes of this one. */
  readonly left: Promise<LeftRun | null>;
}

/** A run that was left, and all that is needed to go on with it. */
export interface LeftRun {
  readonly request: RunRequest;
  readonly revival: Revival;
  readonly book: RunBook;
}

/** What an opening takes along. */
export type Luggage = Partial<Pick<Opening, 'queue' | 'revival' | 'stored' | 'left'>>;

/** No run was left. */
export const NOTHING: Promise<null> = Promise.resolve(null);
