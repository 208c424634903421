import { fault } from './fault.ts';
import {
  addCall,
  type Config,
  createLayer,
  flatten,
  isLayer,
  isRecord,
  isTensor,
  type Layer,
  type Tensor,
  type Tensors,
} from './layer.ts';

/** A model with the tensors that it lies between. */
export interface Model extends Layer {
  readonly inputForm: Tensors;
  readonly outputForm: Tensors;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  compile(choices: unknown): void;
}

/** A model that is a list of layers. */
export interface Chain extends Layer {
  readonly chain: Layer[];
  add(layer: unknown): void;
  compile(choices: unknown): void;
}

/** What is trained: the model that was compiled last, and how. */
export const compiled: { model: Layer | null; choices: Record<string, unknown> } = {
  model: null,
  choices: {},
};

/** Values in the form of `like`: one, a list, or a dictionary by sorted keys. */
export function packLike<T>(like: Tensors, values: readonly T[]): unknown {
  if (isTensor(like)) return values[0];
  if (Array.isArray(like)) return [...values];
  const keys = Object.keys(like).sort();
  return Object.fromEntries(keys.map((key, i) => [key, values[i]]));
}

/** `input({ shape: [784] })` */
export function input(given: unknown): Tensor {
  const { shape, dtype = 'float32', ...rest } = isRecord(given) ? given : ({} as Record<string, unknown>);
  if (!Array.isArray(shape))
    throw fault(
      'input',
      'needs a shape: a list of whole numbers, without the batch',
      shape,
      'input({ shape: [784] })',
    );
  const layer = createLayer('input', 'InputLayer', { ...rest, batchShape: [null, ...shape], dtype });
  return addCall(layer, [], {}, 1).outputs[0]!;
}

/** `model({ inputs, outputs })` */
export function model(given: unknown): Model {
  const { inputs, outputs, ...rest } = isRecord(given) ? given : ({} as Record<string, unknown>);
  const ends = { inputs: flatten('model: inputs', inputs), outputs: flatten('model: outputs', outputs) };
  const inputForm = inputs as Tensors;
  const outputForm = outputs as Tensors;
  const made = createLayer('model', 'Functional', rest, {
    order: (tensors) => ordered(made.name, inputForm, ends.inputs, tensors),
    count: () => ends.outputs.length,
    pack: (tensors) => packLike(outputForm, tensors),
  });
  return withMethods(made, { inputForm, outputForm, ...ends }) as unknown as Model;
}

/** `sequential([layers.dense({ units: 64 })])` */
export function sequential(given: unknown = {}): Chain {
  const { layers = [], ...rest } = Array.isArray(given) ? { layers: given } : (given as Config);
  const chain: Layer[] = [];
  const add = (entry: unknown): void => {
    const layer = isTensor(entry) ? entry.call.layer : entry;
    if (!isLayer(layer))
      throw fault('sequential', 'entries must be layers or models', entry, 'layers.dense({ units: 64 })');
    chain.push(layer);
  };
  for (const entry of layers as unknown[]) add(entry);
  return withMethods(createLayer('sequential', 'Sequential', rest), { chain, add }) as unknown as Chain;
}

/** Tensors by position, or by the names of the inputs. */
function ordered(where: string, form: Tensors, inputs: readonly Tensor[], given: Tensors): readonly Tensor[] {
  if (!isRecord(given)) return flatten(where, given);
  const keys = isRecord(form) ? Object.keys(form).sort() : inputs.map((tensor) => tensor.name);
  return keys.map((key) => {
    const tensor = (given as Readonly<Record<string, unknown>>)[key];
    if (isTensor(tensor)) return tensor;
    throw fault(where, `a dictionary of inputs must have the keys ${keys.join(', ')}`);
  });
}

/** What needs data: the page does it. */
const ELSEWHERE = ['fit', 'evaluate', 'predict', 'trainOnBatch', 'loadWeights', 'setWeights'];

function withMethods(layer: Layer, fields: object): Layer {
  for (const name of ELSEWHERE) {
    const method = (): never => {
      throw fault(
        `model.${name}`,
        'is not part of a model here: the page trains it',
        undefined,
        'pressing Train',
      );
    };
    Object.defineProperty(layer, name, { value: method });
  }
  const compile = (choices: unknown): void => {
    compiled.model = layer;
    compiled.choices = isRecord(choices) ? choices : {};
  };
  for (const [key, value] of Object.entries({ ...fields, compile, summary: () => '' }))
    Object.defineProperty(layer, key, { value });
  return layer;
}
