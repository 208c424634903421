/** Ids of the two entries that stand before the words in every vocabulary. */
export const PADDING_ID = 0;
export const UNKNOWN_ID = 1;
const RESERVED = ['', '(unknown)'];
const LONGEST_NUMBER = 5;

/** Words, numbers as so many zeros as they have digits (at most five), and each mark of punctuation by itself. */
export function splitWords(text: string): string[] {
  const parts = text.toLowerCase().match(/\p{L}+(?:'\p{L}+)*|\d+|[^\s\p{L}\d]/gu) ?? [];
  return parts.map((part) => (/^\d/.test(part) ? '0'.repeat(Math.min(part.length, LONGEST_NUMBER)) : part));
}

/** A vocabulary: name of every id, and id of every word. */
export class Vocabulary {
  readonly names: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  /** `words` in the order of their ids, from 2 on. */
  constructor(words: readonly string[]) {
    this.names = [...RESERVED, ...words];
    this.#ids = new Map(this.names.map((word, id) => [word, id]));
  }

  /** The words that come at least `least` times in `texts`, most frequent first; with padding at most `limit` ids. */
  static of(texts: readonly string[], limit: number, least: number): Vocabulary {
    const counts = new Map<string, number>();
    for (const text of texts)
      for (const word of splitWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const words = [...counts].filter(([, times]) => times >= least);
    words.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return new Vocabulary(words.slice(0, limit - RESERVED.length).map(([word]) => word));
  }

  /** The vocabulary whose ids have these names. */
  static named(names: readonly string[]): Vocabulary {
    return new Vocabulary(names.slice(RESERVED.length));
  }

  idOf(word: string): number {
    return this.#ids.get(word) ?? UNKNOWN_ID;
  }

  /**
   * Ids of a text's first `length` words, padding in front, as Keras's `pad_sequences` does: an LSTM then ends on the
   * last word, not on padding. Writes to `out` from `at` on.
   */
  encode(text: string, length: number, out: Int32Array = new Int32Array(length), at = 0): Int32Array {
    const words = splitWords(text).slice(0, length);
    out.fill(PADDING_ID, at, at + length - words.length);
    for (const [i, word] of words.entries()) out[at + length - words.length + i] = this.idOf(word);
    return out;
  }

  /** All texts one after another: [texts, length]. */
  encodeAll(texts: readonly string[], length: number): Int32Array {
    const out = new Int32Array(texts.length * length);
    for (const [i, text] of texts.entries()) this.encode(text, length, out, i * length);
    return out;
  }
}
