import { findByName, type NamedFactory } from '../nn/find-by-name.ts';
import type { Optimizer } from '../nn/optimizers/optimizer.ts';
import { optimizers } from '../nn/optimizers/table.ts';
import { cosineDecay } from '../nn/schedules/cosine-decay.ts';
import type { Schedule } from '../nn/schedules/schedule.ts';
import { type BySize, everySize } from './params.ts';
import type { PresetParam, PresetValues } from './preset.ts';

const OPTIMIZERS = ['rmsprop', 'adam', 'adamw', 'sgd', 'nadam', 'adagrad', 'lion'];

/** What a cosine schedule leaves of the learning rate at its end. */
const FLOOR = 0.02;

/** The settings that every preset has: optimizer, learning rate and its schedule, batch size, epochs. */
export function trainingParams(defaults: {
  readonly optimizer: BySize;
  readonly learningRate: BySize;
  /** Default: constant. */
  readonly schedule?: BySize;
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
      values: defaults.optimizer,
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
      id: 'schedule',
      label: 'Schedule',
      help: 'Constant, or a cosine that lets the learning rate fall to a fiftieth by the last epoch.',
      kind: 'choice',
      options: ['constant', 'cosine'],
      takes: 'plan',
      group: 'optimizer',
      values: defaults.schedule ?? everySize('constant'),
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

/** The chosen optimizer at the chosen learning rate; `samples`: how many an epoch has. */
export function optimizerOf(values: PresetValues, samples: number): Optimizer {
  const table = Object.values(optimizers) as readonly NamedFactory<Optimizer>[];
  const create = findByName(table, String(values.optimizer)) as unknown as (options: object) => Optimizer;
  return create({ learningRate: rateOf(values, samples) });
}

function rateOf(values: PresetValues, samples: number): number | Schedule {
  const rate = Number(values.learningRate);
  if (values.schedule !== 'cosine') return rate;
  const decaySteps = Math.ceil(samples / Number(values.batchSize)) * Number(values.epochs);
  return cosineDecay({ initialLearningRate: rate, decaySteps, alpha: FLOOR });
}
