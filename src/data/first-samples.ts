import { GrowingSplit } from './growing-split.ts';
import { mostFrequentShare } from './measure.ts';
import type { Column, Dataset, Split } from './types.ts';

/** A data set of images with only the first samples of each split, the same bytes in memory. */
export function firstSamples(dataset: Dataset, train: number, validation: number): Dataset {
  const tested = firstOf(dataset.validation, validation);
  const baseRates = Object.fromEntries(
    Object.keys(dataset.baseRates).map((name) => [name, mostFrequentShare(tested.columns[name]!.data)]),
  );
  return { ...dataset, train: firstOf(dataset.train, train), validation: tested, baseRates };
}

function firstOf(split: Split, samples: number): Split {
  if (samples >= split.samples) return split;
  const columns = Object.values(split.columns).map((column) => cut(column, samples / split.samples));
  const first = new GrowingSplit(samples, columns, Math.min(samples, split.available), split.firstShard);
  split.onGrow((available) => first.grow(Math.min(samples, available)));
  return first;
}

const cut = (column: Column, share: number): Column => ({
  ...column,
  data: column.data.subarray(0, Math.round(column.data.length * share)),
});
