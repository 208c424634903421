import type { Column, Dataset, Params, Split } from '../data/types.ts';
import type { AnyModel } from '../nn/model.ts';

export type PresetSize = 'quick' | 'default' | 'seed';
export type ParamValue = number | string | boolean;

/** A setting of a preset: the page makes its control from it, the command line its option. */
export interface PresetParam {
  readonly id: string;
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  readonly kind: 'int' | 'float' | 'choice' | 'flag';
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly logarithmic?: boolean;
  readonly options?: readonly string[];
  /** `live`: takes effect with the next step. `plan`: the model or its step is made anew. */
  readonly takes: 'live' | 'plan';
  readonly group: 'optimizer' | 'training' | 'model' | 'data' | 'loss';
  /** Value at each size. */
  readonly values: Readonly<Record<PresetSize, ParamValue>>;
}

export type PresetValues = Readonly<Record<string, ParamValue>>;

/** Which columns of a data set feed which inputs and outputs of the model. */
export interface PresetColumns {
  readonly inputs: Readonly<Record<string, Column>>;
  readonly targets: Readonly<Record<string, Column>>;
}

/** A preset at chosen settings: a compiled model and its data. */
export interface BuiltPreset {
  readonly model: AnyModel;
  readonly dataset: string;
  readonly datasetParams: Params;
  readonly batchSize: number;
  readonly epochs: number;
  columns(split: Split, dataset: Dataset): PresetColumns;
}

/** How the page shows what the model predicts. */
export type SampleKind =
  | 'image-class'
  | 'table-class'
  | 'image-sequence'
  | 'image-pair'
  | 'text-class'
  | 'text-pair'
  | 'image-question'
  | 'clip-question';

/** One system that a person can train: a file of its own and a line in `table.ts`. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  /** What the model teaches, one sentence. */
  readonly teaches: string;
  /** Where the data come from, in a few words. */
  readonly data: string;
  readonly samples: SampleKind;
  /** The preset's page: what it is, and what to try. */
  readonly about: string;
  readonly tryThis: readonly string[];
  readonly params: readonly PresetParam[];
  build(values: PresetValues): BuiltPreset;
}

/** Settings of a preset at a size, with those that the person changed. */
export function presetValues(preset: Preset, size: PresetSize, changed: PresetValues = {}): PresetValues {
  const values = Object.fromEntries(preset.params.map((p) => [p.id, p.values[size]]));
  return { ...values, ...changed };
}
