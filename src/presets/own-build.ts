import type { Dataset } from '../data/types.ts';
import type { AnyModel } from '../nn/model.ts';
import type { BuiltPreset, PresetValues } from './preset.ts';
import { optimizerOf } from './training-params.ts';

/** Where the data of an own preset come from, and which column its only input reads. */
interface OwnSource {
  readonly id: string;
  readonly version: number;
  readonly data: Dataset;
  readonly input: string;
  readonly column: string;
}

/** A classifier of a person's own data, compiled: its output `label` reads the column of that name. */
export function builtOwn(net: AnyModel, values: PresetValues, source: OwnSource): BuiltPreset {
  const { samples } = source.data.train;
  net.compile({
    optimizer: optimizerOf(values, samples),
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return {
    model: net,
    dataset: source.id,
    datasetParams: { version: source.version },
    batchSize: Math.min(Number(values.batchSize), samples),
    epochs: Number(values.epochs),
    columns: ({ columns }) => ({
      inputs: { [source.input]: columns[source.column]! },
      targets: { label: columns.label! },
    }),
  };
}
