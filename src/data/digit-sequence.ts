import { Prng } from '../core/prng.ts';
import { flagColumn, idColumn, indexColumn, reshaped } from './column.ts';
import { GrowingSplit } from './growing-split.ts';
import { loadImages } from './image-shards.ts';
import { mostFrequentShare } from './measure.ts';
import { count, resolveParams, SEED } from './params.ts';
import { balancedFlags, drawFrom, rowsByLabel } from './rows-by-label.ts';
import type { Dataset, DatasetSource, LoadContext, Params, Split } from './types.ts';
import { wholeDataset } from './whole.ts';

/** Digits in a sequence. */
export const STEPS = 20;
const DIGITS = 10;
const PIXELS = 784;

const params = {
  train: count('Training sequences', 100, 60_000, 9000),
  validation: count('Validation sequences', 100, 10_000, 1500),
  seed: SEED,
};

/**
 * Sequences of 20 MNIST digits: `digits` (20, 784) are rows of the shared pixels, not copies. Targets: `labels` (20),
 * the digit of each step; `ascending` (1), whether no digit is smaller than the one before, half of the sequences;
 * `most`, the digit that came most often, each equally often.
 */
export const digitSequence: DatasetSource = { id: 'digit-sequence', title: 'Digit sequences', params, load };

async function load(context: LoadContext, given?: Params): Promise<Dataset> {
  const { train, validation, seed } = resolveParams('digit-sequence', params, given);
  const mnist = await loadImages(context, 'mnist');
  await mnist.complete;
  const tested = drawSequences(mnist.validation, Number(validation), new Prng(Number(seed), 1));
  return wholeDataset({
    id: 'digit-sequence',
    title: digitSequence.title,
    train: drawSequences(mnist.train, Number(train), new Prng(Number(seed), 0)),
    validation: tested,
    classNames: mnist.classNames,
    baseRates: Object.fromEntries(
      ['labels', 'ascending', 'most'].map((name) => [name, mostFrequentShare(tested.columns[name]!.data)]),
    ),
    provenance: mnist.provenance,
  });
}

function drawSequences(digits: Split, samples: number, prng: Prng): Split {
  const byLabel = rowsByLabel(digits.columns.label!.data, DIGITS);
  const rows = new Uint32Array(samples * STEPS);
  const labels = new Uint8Array(samples * STEPS);
  const most = new Uint8Array(samples);
  const ascending = balancedFlags(samples, prng);
  for (let i = 0; i < samples; i++) {
    most[i] = prng.below(DIGITS);
    const sequence = drawSequence(most[i]!, ascending[i] === 1, prng);
    labels.set(sequence, i * STEPS);
    for (const [step, digit] of sequence.entries()) rows[i * STEPS + step] = drawFrom(byLabel[digit]!, prng);
  }
  const pixels = reshaped(digits.columns.pixels!, [PIXELS]);
  return new GrowingSplit(samples, [
    indexColumn('digits', pixels, { rows, shape: [STEPS] }),
    idColumn('labels', labels, DIGITS, [STEPS]),
    flagColumn('ascending', ascending),
    idColumn('most', most, DIGITS),
  ]);
}

/** 20 digits among which `most` leads, in ascending order or not. */
function drawSequence(most: number, ascending: boolean, prng: Prng): number[] {
  const sequence = drawDigits(most, prng).sort((a, b) => a - b);
  if (!ascending) disorder(sequence, prng);
  return sequence;
}

/** `most` five to eight times, every other digit less often. */
function drawDigits(most: number, prng: Prng): number[] {
  const times = 5 + prng.below(4);
  const counts = new Array<number>(DIGITS).fill(0);
  counts[most] = times;
  const digits = new Array<number>(times).fill(most);
  while (digits.length < STEPS) {
    const digit = prng.below(DIGITS);
    if (counts[digit]! >= times - 1) continue;
    counts[digit]!++;
    digits.push(digit);
  }
  return digits;
}

/** Half of the unordered sequences are shuffled, half have only two digits exchanged, so that order must be read. */
function disorder(sequence: number[], prng: Prng): void {
  if (prng.below(2) === 0) prng.shuffle(sequence);
  while (isAscending(sequence)) {
    const [i, j] = [prng.below(STEPS), prng.below(STEPS)];
    [sequence[i], sequence[j]] = [sequence[j]!, sequence[i]!];
  }
}

function isAscending(sequence: readonly number[]): boolean {
  return sequence.every((digit, i) => i === 0 || sequence[i - 1]! <= digit);
}
