import { dataError, type TrainyardError } from '../core/errors.ts';
import type { FileEntry } from './manifest.ts';
import type { LoadContext } from './types.ts';

/** The bytes of a file; whatever goes wrong but a wanted stop becomes a DataError that offers to try again. */
export async function readChecked(context: LoadContext, path: string): Promise<Uint8Array<ArrayBuffer>> {
  context.signal?.throwIfAborted();
  try {
    return await context.read(path, context.signal);
  } catch (cause) {
    context.signal?.throwIfAborted();
    throw damaged(path, 'the file must be readable', reasonOf(cause), cause);
  }
}

/** The file's bytes as they lie in the folder, after size and SHA-256 agree with the manifest. */
export async function readVerified(context: LoadContext, file: FileEntry): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readChecked(context, file.path);
  if (bytes.length !== file.bytes) {
    throw damaged(file.path, `the file has ${file.bytes} bytes`, `${bytes.length}`);
  }
  const sum = await sha256(bytes);
  if (sum !== file.sha256) throw damaged(file.path, `its SHA-256 is ${file.sha256}`, sum);
  return bytes;
}

/** The content of a gzip file of the manifest. */
export async function readGzip(context: LoadContext, file: FileEntry): Promise<Uint8Array<ArrayBuffer>> {
  const raw = await gunzip(await readVerified(context, file));
  if (raw.length === file.rawBytes) return raw;
  throw damaged(file.path, `its content has ${file.rawBytes} bytes`, `${raw.length}`);
}

/** The content of a gzip file of JSON. */
export async function readJson<T>(context: LoadContext, file: FileEntry): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await readGzip(context, file))) as T;
}

/** SHA-256 in hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function damaged(path: string, must: string, got: string, cause?: unknown): TrainyardError {
  const facts = { where: path, must, got, try: 'load the data again' };
  return dataError(facts, { retry: true, cause });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? `"${cause.message}"` : String(cause);
}
