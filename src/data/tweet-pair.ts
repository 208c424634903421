import { Prng } from '../core/prng.ts';
import { flagColumn, idColumn, indexColumn, oneHot } from './column.ts';
import { GrowingSplit } from './growing-split.ts';
import { fileOfRole, type ManifestEntry, provenanceOf, readEntry } from './manifest.ts';
import { mostFrequentShare } from './measure.ts';
import { count, resolveParams, SEED } from './params.ts';
import { readJson } from './read.ts';
import { balancedFlags, drawFrom, drawOther, rowsByLabel } from './rows-by-label.ts';
import type { ColumnData, Dataset, DatasetSource, LoadContext, Params, Split } from './types.ts';
import { readColumn, stepper, wholeDataset } from './whole.ts';

/** Characters of a piece and codes of a character, as in the guide. */
export const PIECE_LENGTH = 140;
export const CHARACTER_CODES = 256;

const params = {
  train: count('Training pairs', 100, 500_000, 40_000),
  validation: count('Validation pairs', 100, 50_000, 4000),
  seed: SEED,
};

/**
 * Pairs of 140-character pieces of presidents' addresses: `left` and `right` (140, 256) one-hot are rows of shared
 * texts; `same` (1): one president spoke both, in half of the pairs. `leftAuthor`, `rightAuthor` are drawn evenly.
 * A pair by one president is taken from two addresses where there are two.
 */
export const tweetPair: DatasetSource = { id: 'tweet-pair', title: 'Pieces of addresses', params, load };

async function load(context: LoadContext, given?: Params): Promise<Dataset> {
  const resolved = resolveParams('tweet-pair', params, given);
  const seed = Number(resolved.seed);
  const entry = await readEntry(context, 'tweet-pair');
  const step = stepper(context, entry.title, 3);
  const authors = await readJson<string[]>(context, fileOfRole(entry, 'authors'));
  step('authors');
  const split = async (name: 'train' | 'validation', stream: number): Promise<Split> => {
    const pieces = await readPieces(context, entry, name);
    step(name);
    return drawPairs(pieces, authors, Number(resolved[name]), new Prng(seed, stream));
  };
  const [train, validation] = [await split('train', 0), await split('validation', 1)];
  return wholeDataset({
    id: 'tweet-pair',
    title: tweetPair.title,
    train,
    validation,
    classNames: ['different', 'same'],
    baseRates: { same: mostFrequentShare(validation.columns.same!.data) },
    provenance: provenanceOf(entry),
  });
}

interface Pieces {
  readonly text: Uint8Array;
  readonly author: ColumnData;
  readonly address: ColumnData;
}

async function readPieces(context: LoadContext, entry: ManifestEntry, split: string): Promise<Pieces> {
  return {
    text: (await readColumn(context, entry, split, 'text')) as Uint8Array,
    author: await readColumn(context, entry, split, 'author'),
    address: await readColumn(context, entry, split, 'address'),
  };
}

function drawPairs(pieces: Pieces, authors: readonly string[], samples: number, prng: Prng): Split {
  const byAuthor = rowsByLabel(pieces.author, authors.length);
  const present = authors.map((_, id) => id).filter((id) => byAuthor[id]!.length > 1);
  const same = balancedFlags(samples, prng);
  const [left, right] = [new Uint32Array(samples), new Uint32Array(samples)];
  for (let i = 0; i < samples; i++) {
    const first = prng.below(present.length);
    const step = same[i] === 1 ? 0 : 1 + prng.below(present.length - 1);
    const second = (first + step) % present.length;
    left[i] = drawFrom(byAuthor[present[first]!]!, prng);
    right[i] = drawPartner(byAuthor[present[second]!]!, left[i]!, pieces.address, prng);
  }
  const text = oneHot(idColumn('text', pieces.text, CHARACTER_CODES, [PIECE_LENGTH]));
  const authorOf = (rows: Uint32Array): Uint8Array => Uint8Array.from(rows, (row) => pieces.author[row]!);
  return new GrowingSplit(samples, [
    indexColumn('left', text, { rows: left, shape: [] }),
    indexColumn('right', text, { rows: right, shape: [] }),
    flagColumn('same', same),
    idColumn('leftAuthor', authorOf(left), authors),
    idColumn('rightAuthor', authorOf(right), authors),
  ]);
}

/** A row of another address than `row`, where a few draws find one; else any other row. */
function drawPartner(rows: Uint32Array, row: number, address: ColumnData, prng: Prng): number {
  for (let attempt = 0; attempt < 16; attempt++) {
    const other = drawFrom(rows, prng);
    if (address[other] !== address[row]) return other;
  }
  return drawOther(rows, row, prng);
}

/** The text of character codes, as the page shows it. */
export function textOf(codes: ArrayLike<number>): string {
  return Array.from(codes, (code) => String.fromCharCode(code)).join('');
}

/** Codes of a text that a person typed: cut or filled with blanks to 140, characters outside Latin-1 as `?`. */
export function codesOf(text: string): Uint8Array {
  const codes = new Uint8Array(PIECE_LENGTH).fill(' '.charCodeAt(0));
  for (let i = 0; i < Math.min(text.length, PIECE_LENGTH); i++) {
    const code = text.charCodeAt(i);
    codes[i] = code < CHARACTER_CODES ? code : '?'.charCodeAt(0);
  }
  return codes;
}
