/** Fashion-MNIST: 28,000 of the 70,000 pictures of clothes in the package fashion-mnist, equally many a class. */
import { createRequire } from 'node:module';
import { writeImages } from './lib/images.mjs';
import { Output, packageFacts, sha256 } from './lib/output.mjs';

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const CLASS_NAMES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];
const VALIDATION_PER_CLASS = 400;
const TRAIN_PER_CLASS = 2400;
const TRAIN_SHARDS = [4000, 5000, 5000, 5000, 5000];
const VALIDATION_SHARDS = [4000];
const require = createRequire(import.meta.url);

/** The pictures of one class as `{ label, pixels, hash }`; entries of another size or without a bright pixel dropped. */
function readClass(label) {
  const { data } = require(`fashion-mnist/src/clothes/${label}.json`);
  return data
    .filter((pixels) => pixels.length === PIXELS && pixels.some((value) => value > 0))
    .map((values) => {
      // Bytes already, though the package's README says numbers from 0 to 1.
      const pixels = Uint8Array.from(values);
      return { label, pixels, hash: sha256(pixels) };
    });
}

/** One picture for each hash; a picture that stands in two classes is dropped altogether. */
function withoutDuplicates(pictures) {
  const first = new Map();
  const contradictory = new Set();
  for (const picture of pictures) {
    const known = first.get(picture.hash);
    if (known === undefined) first.set(picture.hash, picture);
    else if (known.label !== picture.label) contradictory.add(picture.hash);
  }
  return [...first.values()].filter(({ hash }) => !contradictory.has(hash));
}

const byHash = (a, b) => (a.hash < b.hash ? -1 : 1);

/** The order of hashes is as good as a shuffle, and the same on every machine. */
function takeFrom(perClass, from, to) {
  const pictures = perClass.flatMap((ofClass) => ofClass.slice(from, to)).sort(byHash);
  return {
    pixels: Buffer.concat(pictures.map(({ pixels }) => pixels)),
    labels: Uint8Array.from(pictures, ({ label }) => label),
  };
}

const pictures = withoutDuplicates(CLASS_NAMES.flatMap((_, label) => readClass(label)));
const perClass = CLASS_NAMES.map((_, label) => pictures.filter((p) => p.label === label).sort(byHash));
const end = VALIDATION_PER_CLASS + TRAIN_PER_CLASS;
const output = new Output('fashion-mnist');
const splits = writeImages(output, SIDE, SIDE, {
  train: { shards: TRAIN_SHARDS, ...takeFrom(perClass, VALIDATION_PER_CLASS, end) },
  validation: { shards: VALIDATION_SHARDS, ...takeFrom(perClass, 0, VALIDATION_PER_CLASS) },
});
output.finish({
  title: 'Fashion-MNIST',
  source: packageFacts('fashion-mnist'),
  origin: 'Han Xiao, Kashif Rasul, Roland Vollgraf (Zalando Research): Fashion-MNIST, 2017, arXiv:1708.07747',
  licence: 'MIT, as the package says; Zalando publishes the pictures under MIT too.',
  description:
    'Grey pictures of clothes, 28 x 28 pixels, 0 is background. Of 70,000 in the package, empty entries and duplicates ' +
    'dropped; in the order of the SHA-256 of their pixels, the first 400 of each class validate, the next 2,400 train.',
  classNames: CLASS_NAMES,
  splits,
});
