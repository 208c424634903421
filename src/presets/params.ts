import type { ParamValue, PresetParam, PresetSize, PresetValues } from './preset.ts';

/** A value for each size. */
export type BySize = Readonly<Record<PresetSize, ParamValue>>;

/** The same value at every size. */
export const everySize = (value: ParamValue): BySize => ({ quick: value, default: value, seed: value });

type Named = Pick<PresetParam, 'id' | 'label' | 'help' | 'values'> & Partial<Pick<PresetParam, 'unit'>>;

/** A whole number from `min` to `max` that decides the model. */
export const modelNumber = (min: number, max: number, param: Named): PresetParam => ({
  ...param,
  kind: 'int',
  min,
  max,
  takes: 'plan',
  group: 'model',
});

/** A whole number from `min` to `max` that decides the data. */
export const dataNumber = (min: number, max: number, param: Named): PresetParam => ({
  ...modelNumber(min, max, param),
  group: 'data',
});

/** One of `options` that decides the model. */
export const modelChoice = (options: readonly string[], param: Named): PresetParam => ({
  ...param,
  kind: 'choice',
  options,
  takes: 'plan',
  group: 'model',
});

/** Yes or no, decides the model. */
export const modelFlag = (param: Named): PresetParam => ({
  ...param,
  kind: 'flag',
  takes: 'plan',
  group: 'model',
});

/**
 * A rate of dropout. Its id is the name of the number that the layer `layer` reads anew in each step, so that it can be edited
 * while training; from and to 0 the layer itself comes and goes.
 */
export const dropoutRate = (layer: string, values: BySize): PresetParam => ({
  id: `${layer}/rate`,
  label: 'Dropout',
  help: 'Share of the numbers that a training step leaves out at random, against learning by heart.',
  kind: 'float',
  min: 0,
  max: 0.9,
  takes: 'live',
  group: 'model',
  values,
});

/**
 * Factor of an output's loss, up to `most`. Its id is the name of the number that the step reads, so that it can be edited while training.
 */
export const lossWeight = (output: string, label: string, values: BySize, most = 10): PresetParam => ({
  id: `loss_weight/${output}`,
  label,
  help: 'Factor of this loss in the total. Takes effect with the next step.',
  kind: 'float',
  min: 0,
  max: most,
  takes: 'live',
  group: 'loss',
  values,
});

/** What `of` says of each output, by the output's name. */
export const byOutput = <T>(outputs: readonly string[], of: (output: string) => T): Record<string, T> =>
  Object.fromEntries(outputs.map((output) => [output, of(output)]));

/** The chosen factors of these outputs' losses. */
export const lossWeightsOf = (values: PresetValues, outputs: readonly string[]): Record<string, number> =>
  byOutput(outputs, (output) => Number(values[`loss_weight/${output}`]));
