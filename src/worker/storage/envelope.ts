import { interopError } from '../../core/errors.ts';
import { joined } from './folder.ts';

/**
 * A stored file: what it is in a few words at its start, so that a list need not read it all, and a checksum that tells
 * whether it is whole.
 *
 *   magic (8) · length of the words (4) · words, JSON · SHA-256 of words and content (32) · content
 */
const MAGIC = new TextEncoder().encode('TRAINYD1');
const START = MAGIC.length + 4;
const SUM = 32;

/** Enough bytes to read the words of any envelope. */
export const HEAD = 8192;

/** The parts of a file around `content`. */
export async function seal(words: string, content: Uint8Array): Promise<Uint8Array[]> {
  const encoded = new TextEncoder().encode(words);
  const start = new Uint8Array(START);
  start.set(MAGIC);
  new DataView(start.buffer).setUint32(MAGIC.length, encoded.length, true);
  return [start, encoded, await checksum(encoded, content), content];
}

/** The words at the start of a file; null where it is none of ours. */
export function wordsOf(head: Uint8Array): string | null {
  if (head.length < START || MAGIC.some((byte, i) => head[i] !== byte)) return null;
  const length = wordsLength(head);
  if (length > HEAD - START || START + length > head.length) return null;
  return new TextDecoder().decode(head.subarray(START, START + length));
}

const wordsLength = (file: Uint8Array): number =>
  new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(MAGIC.length, true);

/** The content, checked. Errors (InteropError) where a byte is not as it was written. */
export async function unseal(file: Uint8Array): Promise<Uint8Array> {
  if (wordsOf(file.subarray(0, HEAD)) === null) throw damaged();
  const to = START + wordsLength(file);
  const content = file.subarray(to + SUM);
  const sum = await checksum(file.subarray(START, to), content);
  if (content.length === 0 || sum.some((byte, i) => file[to + i] !== byte)) throw damaged();
  return content;
}

async function checksum(words: Uint8Array, content: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined([words, content])));
}

const damaged = (): Error =>
  interopError({
    where: 'snapshot',
    must: 'must be whole',
    got: 'one that does not agree with its checksum',
    try: 'an older snapshot',
  });
