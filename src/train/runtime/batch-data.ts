import type { NdArray } from '../../core/nd-array.ts';
import type { Feed } from '../feed.ts';
import { columnsOf, rows } from './columns.ts';

type Arrays = Readonly<Record<string, NdArray>>;

/** Checked arrays of some samples, by the names of inputs and outputs. */
export interface BatchData {
  readonly samples: number;
  readonly inputs: Arrays;
  readonly targets: Arrays;
  /** Sample weights by output; none: all one. */
  readonly weights: Arrays;
}

const map = (arrays: Arrays, change: (array: NdArray) => NdArray): Arrays =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, change(array)]));

/** Samples `start` … `end` − 1, without copying. */
export function sliceData({ inputs, targets, weights }: BatchData, start: number, end: number): BatchData {
  const cut = (arrays: Arrays) => map(arrays, (array) => rows(array, start, end));
  return { samples: end - start, inputs: cut(inputs), targets: cut(targets), weights: cut(weights) };
}

/** The data as columns of a feed that has no name yet. */
export function unnamedFeed({ samples, inputs, targets, weights }: BatchData): Omit<Feed, 'name'> {
  return {
    samples,
    inputs: columnsOf(inputs),
    targets: columnsOf(targets),
    weights: columnsOf(weights),
  };
}
