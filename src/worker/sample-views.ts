import { required } from '../core/invariant.ts';
import { sizeOf } from '../core/shape.ts';
import type { Column, Dataset, Split } from '../data/types.ts';
import type { PresetColumns, SampleKind } from '../presets/preset.ts';
import type { Predicted } from '../train/predict-batch.ts';
import { numberOf, rowOf } from './column-rows.ts';
import type { SampleView } from './protocol.ts';

/** A sample of a split, and what the model says of it. */
export interface SampleContext {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly columns: PresetColumns;
  /** The sample's number in the split. */
  readonly sample: number;
  /** The sample's row of each output. */
  readonly outputs: Readonly<Record<string, ArrayLike<number>>>;
}

type MakeView = (context: SampleContext) => SampleView;

const VIEWS: Partial<Record<SampleKind, MakeView>> = {
  'image-class': imageClass,
};

/** How the page shows one sample of a preset of this kind. */
export function sampleView(kind: SampleKind, context: SampleContext): SampleView {
  return required(VIEWS[kind], `view of samples of kind ${kind}`)(context);
}

/** Whether the model's first answer is wrong, and how sure it is of it. */
export function mistakeOf(view: SampleView): number {
  if (view.kind !== 'image-class') return 0;
  const best = argMax(view.probabilities);
  return best === view.label ? 0 : view.probabilities[best]!;
}

/** The row of each output for one sample of a prediction. */
export function outputRows(predicted: Predicted, row: number): SampleContext['outputs'] {
  return Object.fromEntries(
    Object.entries(predicted).map(([name, { data, shape }]) => {
      const size = sizeOf(shape.slice(1));
      return [name, data.subarray(row * size, (row + 1) * size)];
    }),
  );
}

function imageClass({ split, columns, sample, outputs }: SampleContext): SampleView {
  return {
    kind: 'image-class',
    image: rowOf(columnNamed(split, 'pixels'), sample),
    probabilities: Array.from(firstOf(outputs)),
    label: numberOf(firstOf(columns.targets), sample),
  };
}

const columnNamed = (split: Split, name: string): Column => required(split.columns[name], `column ${name}`);

const firstOf = <T>(record: Readonly<Record<string, T>>): T =>
  required(Object.values(record)[0], 'first entry') as T;

const argMax = (values: ArrayLike<number>): number => {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
};
