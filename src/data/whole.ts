import { configError } from '../core/errors.ts';
import { filesOfColumn, type ManifestEntry } from './manifest.ts';
import { readGzip } from './read.ts';
import type { ColumnData, Dataset, LoadContext } from './types.ts';

/** A data set of which everything is there when it is returned. */
export function wholeDataset(parts: Omit<Dataset, 'complete' | 'retry'>): Dataset {
  return { ...parts, complete: Promise.resolve(), retry: () => Promise.resolve() };
}

/** The whole data of a column that is stored in one gzip file. */
export async function readColumn(
  context: LoadContext,
  entry: ManifestEntry,
  split: string,
  column: string,
): Promise<ColumnData> {
  const file = filesOfColumn(entry, split, column)[0]!;
  const bytes = await readGzip(context, file);
  if (file.dtype === 'uint8') return bytes;
  return file.dtype === 'int32' ? new Int32Array(bytes.buffer) : new Float32Array(bytes.buffer);
}

/** Tells the caller that so many of the known number of steps are done. */
export function stepper(context: LoadContext, title: string, steps: number): (note: string) => void {
  let done = 0;
  return (note) => context.onProgress?.(Math.min(1, ++done / steps), `${title}: ${note}`);
}

const LARGEST_BYTES = 1 << 30;

/** Errors (ConfigError) when generated pictures would take more than 1 GiB; called before anything is allocated. */
export function checkBytes(where: string, bytes: number): void {
  if (bytes <= LARGEST_BYTES) return;
  const got = `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  throw configError({
    where,
    must: 'the pictures must fit into 1024 MiB',
    got,
    try: 'fewer or smaller ones',
  });
}
