// Layers that compute nothing: they note what they were made of and what they were called on.

import { fault, line } from './fault.ts';
import { automaticName, chosenName } from './names.ts';

/** A result of a call. */
export interface Tensor {
  readonly call: Call;
  readonly index: number;
  readonly name: string;
}

/** One tensor, a list, or a dictionary by name. */
export type Tensors = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;

export interface Call {
  readonly layer: Layer;
  readonly inputs: readonly Tensor[];
  readonly keywords: Readonly<Record<string, readonly Tensor[]>>;
  readonly flags: Readonly<Record<string, unknown>>;
  readonly outputs: readonly Tensor[];
}

export type Config = Readonly<Record<string, unknown>>;

export interface Layer {
  (inputs: Tensors, options?: Config): unknown;
  readonly apply: (inputs: Tensors, options?: Config) => unknown;
  readonly name: string;
  readonly className: string;
  readonly config: Config;
  readonly calls: Call[];
  /** Where it was called first, else where it was made. */
  line: number | null;
  trainable: boolean;
  readonly output: unknown;
}

/** How a layer that is more than a row of the table differs. */
export interface Behaviour {
  /** The tensors of a call in the order in which the layer takes them. */
  order(inputs: Tensors): readonly Tensor[];
  /** How many results a call has. */
  count(options: Config): number;
  /** The results as the call returns them. */
  pack(outputs: readonly Tensor[]): unknown;
}

const MOST_CALLS = 1000;
const TENSOR_OPTIONS = ['initialState', 'mask', 'attentionMask', 'queryMask', 'valueMask', 'keyMask'];
const FLAG_OPTIONS = ['training', 'useCausalMask', 'returnAttentionScores'];

/** Every call, in the order in which they were made: each after those it depends on. */
export const calls: Call[] = [];
const tensors = new WeakSet<object>();
const known = new WeakSet<object>();

export function isTensor(x: unknown): x is Tensor {
  return typeof x === 'object' && x !== null && tensors.has(x);
}

export function isLayer(x: unknown): x is Layer {
  return typeof x === 'function' && known.has(x);
}

export function isRecord(x: unknown): x is Record<string, unknown> {
  return typeof x === 'object' && x !== null && !Array.isArray(x) && !tensors.has(x);
}

/** The tensors in order; those of a dictionary by its sorted keys. */
export function flatten(where: string, given: unknown): Tensor[] {
  const list = isTensor(given) ? [given] : isRecord(given) ? byKey(given) : given;
  if (Array.isArray(list) && list.length > 0 && list.every(isTensor)) return [...list];
  throw fault(
    where,
    'is called on symbolic tensors, alone, in a list or in a dictionary',
    given,
    'input({ shape: [784] }) to make one',
  );
}

const byKey = (dictionary: Record<string, unknown>): unknown[] =>
  Object.keys(dictionary)
    .sort()
    .map((key) => dictionary[key]);

/** One result as itself, several as a list. */
export const plainPack = (outputs: readonly Tensor[]): unknown =>
  outputs.length === 1 ? outputs[0] : [...outputs];

/** A layer of this class; `where` is the function that the person called. */
export function createLayer(
  where: string,
  className: string,
  given: unknown,
  own: Partial<Behaviour> = {},
): Layer {
  if (!isRecord(given))
    throw fault(where, 'takes one object with its options', given, `${where}({ name: 'mine' })`);
  const { name, trainable, ...config } = given;
  if (name !== undefined && (typeof name !== 'string' || name === '' || name.includes('/')))
    throw fault(where, "a name must be text without '/'", name);
  const layer = ((inputs: Tensors, options: Config = {}) =>
    call(layer, own, inputs, options)) as unknown as Layer;
  const fields = {
    apply: (inputs: Tensors, options: Config = {}) => call(layer, own, inputs, options),
    name: name === undefined ? automaticName(className) : chosenName(name as string),
    className,
    config,
    calls: [],
    line: line(),
    trainable: trainable !== false,
  };
  for (const [key, value] of Object.entries(fields))
    Object.defineProperty(layer, key, { value, writable: true, configurable: true });
  Object.defineProperty(layer, 'output', { get: () => onlyOutput(layer, own) });
  known.add(layer);
  return layer;
}

function onlyOutput(layer: Layer, own: Partial<Behaviour>): unknown {
  if (layer.calls.length === 1) return (own.pack ?? plainPack)(layer.calls[0]!.outputs);
  throw fault(layer.name, 'output needs exactly one call of the layer', layer.calls.length);
}

function call(layer: Layer, own: Partial<Behaviour>, given: Tensors, options: Config): unknown {
  const inputs = own.order ? own.order(given) : flatten(layer.name, given);
  if (layer.calls.length === 0) layer.line = line();
  return (own.pack ?? plainPack)(addCall(layer, inputs, options, own.count?.(options) ?? 1).outputs);
}

/** Notes a call with so many results. */
export function addCall(layer: Layer, inputs: readonly Tensor[], options: Config, count: number): Call {
  if (calls.length >= MOST_CALLS) throw fault('model', `has at most ${MOST_CALLS} calls of layers`, 'more');
  const outputs: Tensor[] = [];
  const made: Call = { layer, inputs, ...splitOptions(layer.name, options), outputs };
  for (let index = 0; index < count; index++) {
    const tensor = { call: made, index, name: layer.name };
    tensors.add(tensor);
    outputs.push(tensor);
  }
  layer.calls.push(made);
  calls.push(made);
  return made;
}

function splitOptions(where: string, options: Config): Pick<Call, 'keywords' | 'flags'> {
  const keywords: Record<string, readonly Tensor[]> = {};
  const flags: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (TENSOR_OPTIONS.includes(name)) keywords[name] = flatten(`${where}: ${name}`, value);
    else if (FLAG_OPTIONS.includes(name)) flags[name] = value === true;
    else throw fault(where, `options of a call are ${[...TENSOR_OPTIONS, ...FLAG_OPTIONS].join(', ')}`, name);
  }
  return { keywords, flags };
}
