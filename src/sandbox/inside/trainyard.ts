// What a person's code imports as 'trainyard' inside the sandbox.

import { INITIALIZERS, LAYERS, LOSSES, METRICS, OPTIMIZERS, REGULARIZERS } from './api-names.ts';
import { fault } from './fault.ts';
import { type Config, calls, createLayer, isLayer, isRecord } from './layer.ts';
import { compiled } from './model.ts';
import { serializeShared } from './serialize.ts';

export { input, model, sequential } from './model.ts';

/** States that a recurrent layer returns with `returnState`. */
const STATES: Readonly<Record<string, number>> = { LSTM: 2, GRU: 1, SimpleRNN: 1 };

/** Results of a call of a layer. */
function countOf(className: string, config: Config, options: Config): number {
  const states = config.returnState === true ? (STATES[className] ?? 0) : 0;
  if (className === 'MultiHeadAttention') return options.returnAttentionScores === true ? 2 : 1;
  if (className !== 'Bidirectional' || !isLayer(config.layer)) return 1 + states;
  const inner = countOf(config.layer.className, config.layer.config, {}) - 1;
  return (config.mergeMode === null ? 2 : 1) + 2 * inner;
}

const layerRow = ([name, className]: [string, string]) => [
  name,
  (config: unknown = {}) =>
    createLayer(`layers.${name}`, className, config, {
      count: (options) => countOf(className, isRecord(config) ? config : {}, options),
    }),
];

export const layers = Object.freeze(Object.fromEntries(Object.entries(LAYERS).map(layerRow)));

/** Functions that only name something, with options. */
const named = <T>(names: readonly string[], make: (name: string, options: Config) => T) =>
  Object.freeze(
    Object.fromEntries(names.map((name) => [name, (options: Config = {}) => make(name, options)])),
  );

export const optimizers = named(OPTIMIZERS, (name, config) => ({ name, config }));
const choice = (name: string, options: Config) =>
  Object.keys(options).length === 0 ? name : { name, options };
export const losses = named(LOSSES, choice);
export const metrics = named(METRICS, choice);
const serialized = (className: string, config: Config) => ({ className, config });
export const initializers = named(INITIALIZERS, serialized);
export const regularizers = named(REGULARIZERS, serialized);

/** What was recorded, as text. */
export function recorded(): string {
  const { model, choices } = compiled;
  if (model === null)
    throw fault(
      'model',
      'must be compiled, so that it can be trained',
      undefined,
      "model.compile({ optimizer: 'adam', loss: 'mse' })",
    );
  const { optimizer = 'rmsprop', loss, lossWeights, metrics: measured } = choices;
  if (loss === undefined) throw fault('model.compile', 'must have a loss', undefined, "loss: 'mse'");
  const compile = {
    optimizer: typeof optimizer === 'string' ? { name: optimizer.toLowerCase() } : optimizer,
    loss,
    lossWeights,
    metrics: measured,
  };
  const lines = Object.fromEntries(calls.map(({ layer }) => [layer.name, layer.line]));
  return JSON.stringify({ description: { model: serializeShared(model), compile }, lines });
}
