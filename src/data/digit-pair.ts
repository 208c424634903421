import { Prng } from '../core/prng.ts';
import { flagColumn, idColumn, indexColumn, pixelColumn } from './column.ts';
import { GrowingSplit } from './growing-split.ts';
import { loadImages } from './image-shards.ts';
import { mostFrequentShare } from './measure.ts';
import { count, resolveParams, SEED } from './params.ts';
import { balancedFlags, drawFrom, drawOther, rowsByLabel } from './rows-by-label.ts';
import type { Column, Dataset, DatasetSource, LoadContext, Params, Split } from './types.ts';
import { wholeDataset } from './whole.ts';

const DIGITS = 10;
/** Side of the pictures that the guide's shared vision model reads. */
export const CROPPED_SIDE = 27;

const params = {
  train: count('Training pairs', 100, 500_000, 60_000),
  validation: count('Validation pairs', 100, 100_000, 10_000),
  seed: SEED,
};

/**
 * Pairs of MNIST digits, cropped to 27 x 27: `left` and `right` (27, 27, 1) are rows of shared pixels; `same` (1) tells
 * whether they show one digit, in half of the pairs; `leftLabel`, `rightLabel` are the digits, evenly drawn.
 */
export const digitPair: DatasetSource = { id: 'digit-pair', title: 'Digit pairs', params, load };

async function load(context: LoadContext, given?: Params): Promise<Dataset> {
  const { train, validation, seed } = resolveParams('digit-pair', params, given);
  const mnist = await loadImages(context, 'mnist');
  await mnist.complete;
  const tested = drawPairs(mnist.validation, Number(validation), new Prng(Number(seed), 1));
  return wholeDataset({
    id: 'digit-pair',
    title: digitPair.title,
    train: drawPairs(mnist.train, Number(train), new Prng(Number(seed), 0)),
    validation: tested,
    classNames: ['different', 'same'],
    baseRates: { same: mostFrequentShare(tested.columns.same!.data) },
    provenance: mnist.provenance,
  });
}

function drawPairs(digits: Split, samples: number, prng: Prng): Split {
  const byLabel = rowsByLabel(digits.columns.label!.data, DIGITS);
  const same = balancedFlags(samples, prng);
  const [left, right] = [new Uint32Array(samples), new Uint32Array(samples)];
  const [leftLabel, rightLabel] = [new Uint8Array(samples), new Uint8Array(samples)];
  for (let i = 0; i < samples; i++) {
    const a = prng.below(DIGITS);
    const b = same[i] === 1 ? a : (a + 1 + prng.below(DIGITS - 1)) % DIGITS;
    [leftLabel[i], rightLabel[i]] = [a, b];
    left[i] = drawFrom(byLabel[a]!, prng);
    right[i] = drawOther(byLabel[b]!, left[i]!, prng);
  }
  const pixels = cropped(digits.columns.pixels!);
  return new GrowingSplit(samples, [
    indexColumn('left', pixels, { rows: left, shape: [] }),
    indexColumn('right', pixels, { rows: right, shape: [] }),
    flagColumn('same', same),
    idColumn('leftLabel', leftLabel, DIGITS),
    idColumn('rightLabel', rightLabel, DIGITS),
  ]);
}

/** Images without their last row and column, which are background in all of MNIST but few pixels. */
function cropped({ name, data, shape }: Column): Column {
  const [height, width] = [shape[0]!, shape[1]!];
  const images = data.length / (height * width);
  const out = new Uint8Array(images * CROPPED_SIDE * CROPPED_SIDE);
  for (let row = 0; row < images * CROPPED_SIDE; row++) {
    const image = Math.floor(row / CROPPED_SIDE);
    const from = (image * height + (row % CROPPED_SIDE)) * width;
    out.set(data.subarray(from, from + CROPPED_SIDE), row * CROPPED_SIDE);
  }
  return pixelColumn(name, out, [CROPPED_SIDE, CROPPED_SIDE, 1]);
}
