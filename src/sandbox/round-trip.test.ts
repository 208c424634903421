import { expect, test } from 'vitest';
import { initializers } from '../nn/initializers/table.ts';
import { LAYER_CLASSES, layers } from '../nn/layers/table.ts';
import { losses } from '../nn/losses/table.ts';
import { metrics } from '../nn/metrics/table.ts';
import { resetNames } from '../nn/names.ts';
import { optimizers } from '../nn/optimizers/table.ts';
import { regularizers } from '../nn/regularizers/table.ts';
import { presetValues } from '../presets/preset.ts';
import { PRESETS } from '../presets/table.ts';
import { describedModel, type ModelDescription } from '../train/described-model.ts';
import type { CompileChoices } from '../worker/code/compile-choices.ts';
import { statementsOf } from '../worker/code/statements.ts';
import { typescriptCode } from '../worker/code/typescript.ts';
import { evaluate } from './evaluate.ts';
import * as names from './inside/api-names.ts';
import { loadQuickJS } from './quickjs.ts';

/** Automatic names count in the order in which layers are made, which code need not keep. */
const unnumbered = (text: string): string => text.replace(/(?<=[a-z])_?\d+\b/g, '');

test('the names are those of the engine', () => {
  expect(Object.keys(names.LAYERS)).toEqual(Object.keys(layers));
  expect(Object.values(names.LAYERS)).toEqual(Object.keys(LAYER_CLASSES));
  expect(names.OPTIMIZERS).toEqual(Object.keys(optimizers));
  expect(names.LOSSES).toEqual(Object.keys(losses));
  expect(names.METRICS).toEqual(Object.keys(metrics));
  expect(names.INITIALIZERS).toEqual(Object.keys(initializers));
  expect(names.REGULARIZERS).toEqual(Object.keys(regularizers));
});

test.each(PRESETS.map((preset) => preset.id))(
  'the code of %s makes the model that it was written for',
  async (id) => {
    resetNames();
    const preset = PRESETS.find((one) => one.id === id)!;
    const { model } = preset.build(presetValues(preset, 'quick'));
    const choices: CompileChoices = {
      optimizer: { className: 'Adam', config: { learningRate: 0.01, beta1: 0.8 } },
      outputs: model.outputNames,
      losses: model.outputNames.map(() => ({ className: 'Huber', options: { delta: 2 } })),
      lossWeights: model.outputNames.map((_, i) => 1 / (i + 1)),
      metrics: model.outputNames.map(() => ['mae']),
    };
    const code = typescriptCode(statementsOf(model), choices);
    const outcome = evaluate(await loadQuickJS(), code);
    if (!outcome.ok) throw new Error(`${outcome.fault.message}\n${code}`);
    const description = outcome.description as ModelDescription;
    expect(description.compile.optimizer).toEqual({ name: 'adam', config: choices.optimizer.config });
    resetNames();
    const made = describedModel(description, optimizers.adam());
    expect(made.countParams()).toBe(model.countParams());
    expect(unnumbered(typescriptCode(statementsOf(made), choices))).toBe(unnumbered(code));
    expect(unnumbered(JSON.stringify(made.toJSON()))).toBe(unnumbered(JSON.stringify(model.toJSON())));
  },
);
