import { configError } from '../core/errors.ts';
import type { CallOptions } from './call-arguments.ts';
import type { AnyLayer } from './layer.ts';
import { Model } from './model.ts';
import type { FunctionalConfig, NodeConfig, TensorRef, TensorRefs } from './model-config.ts';
import type { Node } from './node.ts';
import type { SerializedLayer } from './serialize-layer.ts';
import type { Tensors } from './structure.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';

/** A layer being called again, and its calls in this model: a shared layer may have been called elsewhere before. */
interface Called {
  readonly layer: AnyLayer;
  readonly nodes: Node[];
}

type CalledLayers = ReadonlyMap<string, Called>;

/**
 * A functional model from its config: makes the layers by `make`, then the calls in an order in which their inputs exist.
 * Errors where calls wait for each other (a cycle) or name what is not there.
 */
export function functionalFromConfig(
  config: FunctionalConfig,
  make: (layer: SerializedLayer) => AnyLayer,
): AnyLayer {
  const layers: CalledLayers = new Map(config.layers.map((l) => [l.name, called(make(l))]));
  callAll(config, layers);
  const tensor = (ref: TensorRef) => tensorAt(layers, ref, config.name)!;
  return new Model({
    name: config.name,
    trainable: config.trainable,
    inputs: mapRefs(config.inputLayers, tensor),
    outputs: mapRefs(config.outputLayers, tensor),
  }) as unknown as AnyLayer;
}

/** An input layer comes with its only node. */
function called(layer: AnyLayer): Called {
  return { layer, nodes: layer.className === 'InputLayer' ? [...layer.inboundNodes] : [] };
}

/** A model as plain data whose calls are not all made yet. */
interface Waiting {
  readonly name: string;
  readonly calls: readonly NodeConfig[];
}

/** Makes the calls in an order in which their inputs exist. */
function callAll(config: FunctionalConfig, layers: CalledLayers): void {
  let waiting: Waiting[] = config.layers.map(({ name, inboundNodes }) => ({ name, calls: inboundNodes }));
  for (;;) {
    const before = countCalls(waiting);
    if (before === 0) return;
    waiting = waiting.map(({ name, calls }) => ({
      name,
      calls: callReady(config.name, layers, name, calls),
    }));
    if (countCalls(waiting) === before) throw unresolved(config.name, waiting);
  }
}

const countCalls = (waiting: readonly Waiting[]): number =>
  waiting.reduce((n, { calls }) => n + calls.length, 0);

/** Calls a layer as often as its next call's inputs exist; gives the calls that are left. */
function callReady(
  model: string,
  layers: CalledLayers,
  name: string,
  calls: readonly NodeConfig[],
): readonly NodeConfig[] {
  const { layer, nodes } = layers.get(name)!;
  let done = 0;
  for (const call of calls) {
    const find = (refs: readonly TensorRef[]) => refs.map((ref) => tensorAt(layers, ref, model));
    const inputs = find(call.inputs);
    const keywords = Object.entries(call.keywords).map(([key, refs]) => [key, find(refs ?? [])] as const);
    if ([...inputs, ...keywords.flatMap(([, tensors]) => tensors)].includes(undefined)) break;
    const options = {
      ...call.flags,
      ...Object.fromEntries(keywords.map(([key, list]) => [key, single(list)])),
    };
    layer(single(inputs) as Tensors, options as CallOptions);
    nodes.push(layer.inboundNodes[layer.inboundNodes.length - 1]!);
    done++;
  }
  return calls.slice(done);
}

const single = <T>(list: readonly T[]): T | readonly T[] => (list.length === 1 ? list[0]! : list);

/** The tensor, undefined where the call was not made yet. */
function tensorAt(
  layers: CalledLayers,
  [name, node, index]: TensorRef,
  model: string,
): SymbolicTensor | undefined {
  const found = layers.get(name);
  if (found !== undefined) return found.nodes[node]?.outputs[index];
  throw configError({ where: model, must: `layers are ${[...layers.keys()].join(', ')}`, got: `'${name}'` });
}

function mapRefs(refs: TensorRefs, tensor: (ref: TensorRef) => SymbolicTensor): Tensors {
  if (!Array.isArray(refs))
    return Object.fromEntries(Object.entries(refs).map(([k, ref]) => [k, tensor(ref)]));
  return typeof refs[0] === 'string'
    ? tensor(refs as unknown as TensorRef)
    : (refs as TensorRef[]).map(tensor);
}

function unresolved(model: string, waiting: readonly Waiting[]): Error {
  const names = waiting.filter(({ calls }) => calls.length > 0).map(({ name }) => name);
  return configError({
    where: model,
    must: 'a model must have no cycle and no missing call',
    got: `calls of ${names.join(', ')} that wait for each other or for calls that do not exist`,
  });
}
