import type { Column } from '../data/types.ts';
import type { BuiltPreset, Preset, PresetColumns, PresetValues } from '../presets/preset.ts';
import { checkedDescription, describedModel, type ModelDescription } from '../train/described-model.ts';
import type { RunRequest } from './open-run.ts';

/**
 * The request for a person's own model on the data of a preset: inputs and outputs are fed by name, else in order. Errors where the
 * description makes no model; nothing else is changed then.
 */
export function describedRequest(base: RunRequest, original: Preset, given: unknown): RunRequest {
  const description = checkedDescription(given);
  const preset = describedPreset(original, description);
  const values = { ...base.values, ...optimizerValues(original, description) };
  preset.build(values);
  return { ...base, preset, values, extras: {}, model: given };
}

function describedPreset(base: Preset, description: ModelDescription): Preset {
  const params = base.params.filter((param) => param.group !== 'model');
  return {
    ...base,
    title: String(description.model.config?.name ?? base.title),
    params,
    build: (values) => build(base, description, values),
  };
}

/** The preset's own model gives way, its data and optimizer stay. */
function build(base: Preset, description: ModelDescription, values: PresetValues): BuiltPreset {
  const built = base.build(values);
  const model = describedModel(description, built.model.compiledOr('model.fit').optimizer as object);
  const outputs = model.outputNames;
  return {
    ...built,
    model,
    columns: (split, dataset): PresetColumns => {
      const { inputs, targets } = built.columns(split, dataset);
      return { inputs: named(model.inputNames, inputs), targets: named(outputs, targets) };
    },
  };
}

/** The columns under the model's names: those of the same name, else in order. */
function named(names: readonly string[], columns: Readonly<Record<string, Column>>): Record<string, Column> {
  const all = Object.values(columns);
  const found = names.map((name, i) => [name, columns[name] ?? all[i]] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, Column] => entry[1] !== undefined));
}

/** The optimizer and its learning rate as settings of the preset, where it has them. */
function optimizerValues(base: Preset, { compile: { optimizer } }: ModelDescription): PresetValues {
  const param = base.params.find((p) => p.id === 'optimizer');
  const values: Record<string, string | number> = {};
  if (optimizer === undefined || param === undefined) return values;
  if (param.options?.includes(optimizer.name)) values.optimizer = optimizer.name;
  const rate = optimizer.config?.learningRate;
  if (typeof rate === 'number') values.learningRate = rate;
  return values;
}
