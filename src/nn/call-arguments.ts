import { graphError } from '../core/errors.ts';
import type { TensorVal } from './call-context.ts';
import { flattenTensors, type Tensors } from './structure.ts';
import { SymbolicTensor } from './symbolic-tensor.ts';

/** What a call of a layer may be given besides its inputs. Layers take those that Keras's layer takes. */
export interface CallOptions {
  /** Overrides whether this call behaves as in training (dropout, batch statistics). */
  readonly training?: boolean;
  /** [batch, time], 0 where a step is to be skipped. Default: the mask that comes with the input. */
  readonly mask?: SymbolicTensor;
  /** First state of a recurrent layer. */
  readonly initialState?: SymbolicTensor | readonly SymbolicTensor[];
  /** MultiHeadAttention: [batch, target, source], 0 where the target must not look. */
  readonly attentionMask?: SymbolicTensor;
  readonly queryMask?: SymbolicTensor;
  readonly valueMask?: SymbolicTensor;
  readonly keyMask?: SymbolicTensor;
  /** MultiHeadAttention: no position looks at later ones. */
  readonly useCausalMask?: boolean;
  /** MultiHeadAttention: return the attention scores too. */
  readonly returnAttentionScores?: boolean;
}

/** Options that are not tensors. */
export interface FlagOptions {
  readonly training?: boolean;
  readonly useCausalMask?: boolean;
  readonly returnAttentionScores?: boolean;
}

/** Names of options that hold tensors. */
export type TensorOption = 'mask' | 'initialState' | 'attentionMask' | 'queryMask' | 'valueMask' | 'keyMask';

const TENSOR_OPTIONS: readonly TensorOption[] = [
  'initialState',
  'mask',
  'attentionMask',
  'queryMask',
  'valueMask',
  'keyMask',
];
const FLAG_OPTIONS: readonly (keyof FlagOptions)[] = ['training', 'useCausalMask', 'returnAttentionScores'];

/** The options of a call as a node keeps them: tensors are referred to by their place in `Node.inputs`. */
export interface CallArguments {
  /** How many of the inputs are positional. */
  readonly positional: number;
  /** Option name and number of tensors, in the order in which they follow the positional ones. */
  readonly keywords: readonly { readonly name: TensorOption; readonly count: number }[];
  readonly flags: FlagOptions;
}

/** The options as `Layer.call` gets them. */
export interface ResolvedOptions extends FlagOptions {
  readonly tensors: Readonly<Partial<Record<TensorOption, readonly TensorVal[]>>>;
}

/** Splits what the user gave into a flat list of tensors and a note of where each belongs. */
export function collectArguments(
  layer: string,
  inputs: Tensors,
  options: CallOptions,
): { tensors: SymbolicTensor[]; args: CallArguments } {
  checkOptions(layer, options);
  const tensors = checkedTensors(layer, inputs);
  const positional = tensors.length;
  const keywords: { name: TensorOption; count: number }[] = [];
  for (const name of TENSOR_OPTIONS) {
    const given = options[name];
    if (given === undefined) continue;
    const list = checkedTensors(layer, given);
    tensors.push(...list);
    keywords.push({ name, count: list.length });
  }
  const flags = Object.fromEntries(
    FLAG_OPTIONS.filter((f) => options[f] !== undefined).map((f) => [f, options[f]]),
  );
  return { tensors, args: { positional, keywords, flags } };
}

function checkOptions(layer: string, options: CallOptions): void {
  const known: readonly string[] = [...TENSOR_OPTIONS, ...FLAG_OPTIONS];
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw graphError({ where: layer, must: `options of a call are ${known.join(', ')}`, got: unknown });
}

function checkedTensors(layer: string, inputs: Tensors): SymbolicTensor[] {
  const given = inputs !== null && typeof inputs === 'object' ? flattenTensors(inputs) : [inputs as unknown];
  const wrong = given.findIndex((t) => !(t instanceof SymbolicTensor));
  if (given.length > 0 && wrong < 0) return given as SymbolicTensor[];
  throw graphError({
    where: layer,
    must: 'a layer is called on symbolic tensors, alone, in a list or in a dictionary',
    got: given.length === 0 ? 'none' : described(given[wrong]),
    try: 'input({ shape }) to make one, or model.predict(data) to run a model on data',
  });
}

function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list of values';
  return value === null || value === undefined ? String(value) : `a ${typeof value}`;
}

/** The inverse of collectArguments for values: positional ones and options. */
export function splitArguments(
  args: CallArguments,
  values: readonly TensorVal[],
): { inputs: TensorVal[]; options: ResolvedOptions } {
  let at = args.positional;
  const tensors: Partial<Record<TensorOption, readonly TensorVal[]>> = {};
  for (const { name, count } of args.keywords) {
    tensors[name] = values.slice(at, at + count);
    at += count;
  }
  return { inputs: values.slice(0, args.positional), options: { ...args.flags, tensors } };
}
