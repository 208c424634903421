// Runs that are kept in the browser's IndexedDB.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { StoredRun } from './run-record.ts';

export interface RunArchive {
  /** Newest first. */
  list(): Promise<StoredRun[]>;
  put(run: StoredRun): Promise<void>;
  delete(id: string): Promise<void>;
}

interface Schema extends DBSchema {
  runs: { key: string; value: StoredRun };
}

const NAME = 'trainyard';
const VERSION = 1;

const open = (): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>(NAME, VERSION, {
    upgrade: (database) => void database.createObjectStore('runs', { keyPath: 'id' }),
  });

/** The archive of this browser; the database opens with the first use. */
export function createRunArchive(): RunArchive {
  let database: Promise<IDBPDatabase<Schema>> | undefined;
  const ready = () => (database ??= open());
  return {
    async list() {
      const runs = await (await ready()).getAll('runs');
      return runs.sort((a, b) => b.startedAt - a.startedAt);
    },
    async put(run) {
      await (await ready()).put('runs', run);
    },
    async delete(id) {
      await (await ready()).delete('runs', id);
    },
  };
}
