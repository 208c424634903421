import { Prng } from '../core/prng.ts';
import { flagColumn, idColumn, indexColumn, oneHot } from './column.ts';
import { GrowingSplit } from './growing-split.ts';
import { fileOfRole, type ManifestEntry, provenanceOf, readEntry } from './manifest.ts';
import { mostFrequentShare } from './measure.ts';
import { count, resolveParams, SEED } from './params.ts';
import { readGzip, readJson } from './read.ts';
import { balancedFlags, drawFrom, rowsByLabel } from './rows-by-label.ts';
import { cutPieces, type Excerpt, type Pieces } from './text-pieces.ts';
import type { Dataset, DatasetSource, LoadContext, Params, Split } from './types.ts';
import { stepper, wholeDataset } from './whole.ts';

/** Characters of a piece and codes of a character, as in the guide. */
export const PIECE_LENGTH = 140;
export const CHARACTER_CODES = 256;

const params = {
  train: count('Training pairs', 100, 500_000, 40_000),
  validation: count('Validation pairs', 100, 50_000, 4000),
  stride: count('Distance of training pieces', 20, 140, 35, 'characters'),
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
  const addresses = await readJson<Address[]>(context, fileOfRole(entry, 'addresses'));
  step('addresses');
  const split = async (name: 'train' | 'validation', stride: number, stream: number): Promise<Split> => {
    const pieces = await readPieces(context, entry, name, stride);
    step(name);
    return drawPairs(pieces, addresses, Number(resolved[name]), new Prng(seed, stream));
  };
  const [train, validation] = [
    await split('train', Number(resolved.stride), 0),
    await split('validation', PIECE_LENGTH, 1),
  ];
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

interface Address {
  readonly year: number;
  readonly author: string;
}

async function readPieces(
  context: LoadContext,
  entry: ManifestEntry,
  split: string,
  stride: number,
): Promise<Pieces> {
  const text = await readGzip(context, fileOfRole(entry, `${split}-text`));
  const excerpts = await readJson<Excerpt[]>(context, fileOfRole(entry, `${split}-excerpts`));
  return cutPieces(text, excerpts, PIECE_LENGTH, stride);
}

function drawPairs(pieces: Pieces, addresses: readonly Address[], samples: number, prng: Prng): Split {
  const authors = [...new Set(addresses.map(({ author }) => author))];
  const authorOf = pieces.addresses.map((address) => authors.indexOf(addresses[address]!.author));
  const byAuthor = rowsByLabel(authorOf, authors.length);
  const present = authors.map((_, id) => id).filter((id) => byAuthor[id]!.length > 1);
  const same = balancedFlags(samples, prng);
  const [left, right] = [new Uint32Array(samples), new Uint32Array(samples)];
  for (let i = 0; i < samples; i++) {
    const first = prng.below(present.length);
    const step = same[i] === 1 ? 0 : 1 + prng.below(present.length - 1);
    const second = (first + step) % present.length;
    left[i] = drawFrom(byAuthor[present[first]!]!, prng);
    right[i] = drawPartner(byAuthor[present[second]!]!, left[i]!, pieces, prng);
  }
  const text = oneHot(idColumn('text', pieces.codes, CHARACTER_CODES, [PIECE_LENGTH]));
  const authorsOf = (rows: Uint32Array): Uint8Array => Uint8Array.from(rows, (row) => authorOf[row]!);
  return new GrowingSplit(samples, [
    indexColumn('left', text, { rows: left, shape: [] }),
    indexColumn('right', text, { rows: right, shape: [] }),
    flagColumn('same', same),
    idColumn('leftAuthor', authorsOf(left), authors),
    idColumn('rightAuthor', authorsOf(right), authors),
  ]);
}

/** A row of another address than `row`, where a few draws find one; else one that shares no character with it. */
function drawPartner(rows: Uint32Array, row: number, { addresses, starts }: Pieces, prng: Prng): number {
  for (let attempt = 0; ; attempt++) {
    const other = drawFrom(rows, prng);
    if (addresses[other] !== addresses[row]) return other;
    if (attempt >= 16 && Math.abs(starts[other]! - starts[row]!) >= PIECE_LENGTH) return other;
  }
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
