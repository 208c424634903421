import { dataError } from '../core/errors.ts';
import { readChecked } from './read.ts';
import type { LoadContext, Provenance } from './types.ts';

/** One file below `public/data/` as the manifest describes it. */
export interface FileEntry {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly encoding: 'gzip' | 'rans';
  /** Size and sum of the content after decoding. */
  readonly rawBytes: number;
  readonly rawSha256: string;
  readonly dtype: 'uint8' | 'uint16' | 'int32' | 'float32';
  /** Either a part of a column of a split … */
  readonly split?: string;
  readonly column?: string;
  readonly start?: number;
  readonly samples?: number;
  readonly shape?: readonly number[];
  /** … or something that belongs to the whole data set. */
  readonly role?: string;
}

export interface ManifestEntry {
  readonly title: string;
  readonly source: { readonly package: string; readonly version: string; readonly packageLicence: string };
  readonly origin: string;
  readonly licence: string;
  readonly description: string;
  readonly classNames?: readonly string[];
  readonly splits: Readonly<Record<string, { readonly samples: number }>>;
  readonly files: readonly FileEntry[];
}

interface Manifest {
  readonly format: number;
  readonly datasets: Readonly<Record<string, ManifestEntry>>;
}

const PATH = 'manifest.json';

/** The manifest's entry for a data set. Errors (retry) when the manifest cannot be read or has no such entry. */
export async function readEntry(context: LoadContext, id: string): Promise<ManifestEntry> {
  const manifest = parse(await readChecked(context, PATH));
  const entry = manifest.format === 1 ? manifest.datasets[id] : undefined;
  if (entry !== undefined) return entry;
  throw dataError({
    where: PATH,
    must: `there must be an entry of format 1 for "${id}"`,
    try: 'reload the page',
  });
}

function parse(bytes: Uint8Array): Manifest {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
  } catch (cause) {
    throw dataError(
      { where: PATH, must: 'the file must be JSON', try: 'load the data again' },
      { retry: true, cause },
    );
  }
}

/** The file with a role, such as the image model or a vocabulary. */
export function fileOfRole(entry: ManifestEntry, role: string): FileEntry {
  const file = entry.files.find((candidate) => candidate.role === role);
  if (file !== undefined) return file;
  throw dataError({ where: PATH, must: `${entry.title} must have a file of role "${role}"` });
}

/** The files of a column in the order of their samples. */
export function filesOfColumn(entry: ManifestEntry, split: string, column: string): readonly FileEntry[] {
  const files = entry.files.filter((file) => file.split === split && file.column === column);
  if (files.length > 0) return files;
  throw dataError({ where: PATH, must: `${entry.title} must have files of ${split} ${column}` });
}

export function provenanceOf(entry: ManifestEntry): Provenance {
  const source = `npm package ${entry.source.package} ${entry.source.version}`;
  return { source, origin: entry.origin, licence: entry.licence, description: entry.description };
}
