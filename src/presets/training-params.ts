import { findByName, type NamedFactory } from '../nn/find-by-name.ts';
import type { Optimizer } from '../nn/optimizers/optimizer.ts';
import { optimizers } from '../nn/optimizers/table.ts';
import type { ParamValue, PresetParam, PresetSize, PresetValues } from './preset.ts';

type BySize = Readonly<Record<PresetSize, ParamValue>>;

/** The same value at every size. */
export const everySize = (value: ParamValue): BySize => ({ quick: value, default: value, seed: value });

const OPTIMIZERS = ['rmsprop', 'adam', 'adamw', 'sgd', 'nadam', 'adagrad', 'lion'];

/** The settings that every preset has: optimizer, learning rate, batch size, epochs. */
export function trainingParams(defaults: {
  readonly optimizer: string;
  readonly learningRate: BySize;
  readonly batchSize: BySize;
  readonly epochs: BySize;
}): PresetParam[] {
  return [
    {
      id: 'optimizer',
      label: 'Optimizer',
      help: 'The rule that turns gradients into changes of the weights.',
      kind: 'choice',
      options: OPTIMIZERS,
      takes: 'plan',
      group: 'optimizer',
      values: everySize(defaults.optimizer),
    },
    {
      id: 'learningRate',
      label: 'Learning rate',
      help: 'How far each step moves the weights. Takes effect with the next step.',
      kind: 'float',
      min: 0.000001,
      max: 1,
      logarithmic: true,
      takes: 'live',
      group: 'optimizer',
      values: defaults.learningRate,
    },
    {
      id: 'batchSize',
      label: 'Batch size',
      help: 'Samples whose gradients are averaged in one step.',
      kind: 'int',
      unit: 'samples',
      min: 1,
      max: 4096,
      takes: 'plan',
      group: 'training',
      values: defaults.batchSize,
    },
    {
      id: 'epochs',
      label: 'Epochs',
      help: 'How often training goes through all samples.',
      kind: 'int',
      min: 1,
      max: 1000,
      takes: 'live',
      group: 'training',
      values: defaults.epochs,
    },
  ];
}

/** The chosen optimizer at the chosen learning rate. */
export function optimizerOf(values: PresetValues): Optimizer {
  const table = Object.values(optimizers) as readonly NamedFactory<Optimizer>[];
  const create = findByName(table, String(values.optimizer)) as unknown as (options: object) => Optimizer;
  return create({ learningRate: Number(values.learningRate) });
}
