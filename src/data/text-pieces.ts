/** A part of a long text that belongs together, in the order in which the parts follow each other. */
export interface Excerpt {
  /** Which address it is from. */
  readonly address: number;
  /** Characters of it. */
  readonly length: number;
}

/** Pieces of equal length cut from a text. */
export interface Pieces {
  /** [pieces, length] character codes. */
  readonly codes: Uint8Array;
  /** Place of each piece's first character in the text. */
  readonly starts: Uint32Array;
  readonly addresses: Uint8Array;
}

const BLANK = 32;

/**
 * Cuts pieces of `length` characters that begin with a word, `stride` or a little more apart. A stride below the length
 * gives overlapping pieces: the same sentences at other places, which keeps a model from learning places by heart.
 */
export function cutPieces(
  text: Uint8Array,
  excerpts: readonly Excerpt[],
  length: number,
  stride: number,
): Pieces {
  const starts: number[] = [];
  const addresses: number[] = [];
  let begin = 0;
  for (const excerpt of excerpts) {
    const end = begin + excerpt.length;
    for (let at = begin; at + length <= end; at = nextWord(text, at + stride)) {
      starts.push(at);
      addresses.push(excerpt.address);
    }
    begin = end;
  }
  const codes = new Uint8Array(starts.length * length);
  for (const [i, start] of starts.entries()) codes.set(text.subarray(start, start + length), i * length);
  return { codes, starts: Uint32Array.from(starts), addresses: Uint8Array.from(addresses) };
}

/** The first place from `at` on that follows a blank, or the end of the text. */
function nextWord(text: Uint8Array, at: number): number {
  while (at < text.length && text[at - 1] !== BLANK) at++;
  return at;
}
