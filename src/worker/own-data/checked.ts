import { dataError } from '../../core/errors.ts';
import type { Dataset } from '../../data/types.ts';
import type { DataReport } from '../protocol.ts';

/** A person's data, ready to train on, and what the page shows of them. */
export interface Checked {
  readonly dataset: Dataset;
  readonly report: DataReport;
}

/** Samples of each part and of each class. */
export function sizesOf(dataset: Dataset): Pick<DataReport, 'train' | 'validation' | 'classes'> {
  const counts = new Array<number>(dataset.classNames!.length).fill(0);
  for (const { columns } of [dataset.train, dataset.validation])
    for (const label of columns.label!.data) counts[label]!++;
  return {
    train: dataset.train.samples,
    validation: dataset.validation.samples,
    classes: dataset.classNames!.map((name, at) => ({ name, count: counts[at]! })),
  };
}

/** Throws a data error where nothing would be left to validate on. */
export function checkValidation(name: string, dataset: Dataset): void {
  if (dataset.validation.samples > 0) return;
  throw dataError({
    where: name,
    must: 'a class must have at least two samples, so that one of them can validate',
    got: 'one of each',
    try: 'another column of labels, or more samples',
  });
}
