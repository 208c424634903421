import { configError } from '../core/errors.ts';
import type { CallOptions } from './call-arguments.ts';
import { InputLayer } from './input.ts';
import type { AnyLayer } from './layer.ts';
import { LAYER_CLASSES } from './layers/table.ts';
import { type AnyModel, Model } from './model.ts';
import type {
  FunctionalConfig,
  ModelLayerConfig,
  NodeConfig,
  TensorRef,
  TensorRefs,
} from './model-config.ts';
import { Sequential } from './sequential.ts';
import type { SerializedLayer } from './serialize-layer.ts';
import type { Tensors } from './structure.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';

type Config = Readonly<Record<string, unknown>>;

/** A new layer (or model) from its class name and config, weights not included. Errors where the class is unknown. */
export function layerFromConfig({ className, config }: SerializedLayer): AnyLayer {
  if (className === 'Functional' || className === 'Model')
    return functionalFromConfig(config as unknown as FunctionalConfig);
  if (className === 'Sequential') return sequentialFromConfig(config);
  if (className === 'InputLayer') return inputFromConfig(config);
  const Class = (LAYER_CLASSES as Record<string, unknown>)[className] as
    | (new (
        config: Config,
      ) => AnyLayer)
    | undefined;
  if (Class !== undefined) return new Class(withInnerLayers(config));
  throw configError({
    where: 'layerFromConfig',
    must: `className must be one of ${Object.keys(LAYER_CLASSES).join(', ')}, Functional, Sequential`,
    got: String(className),
  });
}

/** A new model from what `model.toJSON()` gave (or its text), weights not included. Keras: `models.model_from_json`. */
export function modelFromJSON(json: SerializedLayer | string): AnyModel {
  const made = layerFromConfig(typeof json === 'string' ? (JSON.parse(json) as SerializedLayer) : json);
  if (made instanceof Model) return made as unknown as AnyModel;
  throw configError({ where: 'modelFromJSON', must: 'must describe a model', got: made.className });
}

/** Wrappers hold layers in plain data. */
function withInnerLayers(config: Config): Config {
  const inner = (value: unknown) =>
    isSerialized(value) &&
    (value.className in LAYER_CLASSES || ['Functional', 'Sequential'].includes(value.className))
      ? layerFromConfig(value)
      : value;
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, inner(value)]));
}

function isSerialized(value: unknown): value is SerializedLayer {
  return typeof value === 'object' && value !== null && 'className' in value;
}

function inputFromConfig(config: Config): AnyLayer {
  const { name, batchShape, dtype } = config as {
    name: string;
    batchShape: (number | null)[];
    dtype: 'float32';
  };
  return new InputLayer({ name, shape: batchShape.slice(1) as number[], dtype }) as unknown as AnyLayer;
}

function sequentialFromConfig(config: Config): AnyLayer {
  const { name, trainable, layers } = config as {
    name: string;
    trainable: boolean;
    layers: SerializedLayer[];
  };
  return new Sequential({ name, trainable, layers: layers.map(layerFromConfig) }) as unknown as AnyLayer;
}

function functionalFromConfig(config: FunctionalConfig): AnyLayer {
  const layers = new Map(config.layers.map((l) => [l.name, layerFromConfig(l)]));
  callAll(config, layers);
  const tensor = (ref: TensorRef) => tensorAt(layers, ref, config.name)!;
  return new Model({
    name: config.name,
    trainable: config.trainable,
    inputs: mapRefs(config.inputLayers, tensor),
    outputs: mapRefs(config.outputLayers, tensor),
  }) as unknown as AnyLayer;
}

/** Makes the calls in an order in which their inputs exist. */
function callAll(config: FunctionalConfig, layers: ReadonlyMap<string, AnyLayer>): void {
  let waiting: { layer: ModelLayerConfig; nodes: readonly NodeConfig[] }[] = config.layers.map((layer) => ({
    layer,
    nodes: layer.inboundNodes,
  }));
  for (;;) {
    const before = countNodes(waiting);
    if (before === 0) return;
    waiting = waiting.map(({ layer, nodes }) => ({ layer, nodes: callReady(config, layers, layer, nodes) }));
    if (countNodes(waiting) === before) throw unresolved(config, waiting);
  }
}

const countNodes = (waiting: readonly { nodes: readonly NodeConfig[] }[]): number =>
  waiting.reduce((n, { nodes }) => n + nodes.length, 0);

/** Calls a layer as often as its next call's inputs exist; gives the calls that are left. */
function callReady(
  config: FunctionalConfig,
  layers: ReadonlyMap<string, AnyLayer>,
  { name }: ModelLayerConfig,
  nodes: readonly NodeConfig[],
): readonly NodeConfig[] {
  const layer = layers.get(name)!;
  let done = 0;
  for (const node of nodes) {
    const find = (refs: readonly TensorRef[]) => refs.map((ref) => tensorAt(layers, ref, config.name));
    const inputs = find(node.inputs);
    const keywords = Object.entries(node.keywords).map(([key, refs]) => [key, find(refs ?? [])] as const);
    if ([...inputs, ...keywords.flatMap(([, tensors]) => tensors)].includes(undefined)) break;
    const options = {
      ...node.flags,
      ...Object.fromEntries(keywords.map(([key, list]) => [key, single(list)])),
    };
    layer(single(inputs) as Tensors, options as CallOptions);
    done++;
  }
  return nodes.slice(done);
}

const single = <T>(list: readonly T[]): T | readonly T[] => (list.length === 1 ? list[0]! : list);

/** The tensor, undefined where the call was not made yet. */
function tensorAt(
  layers: ReadonlyMap<string, AnyLayer>,
  [name, node, index]: TensorRef,
  model: string,
): SymbolicTensor | undefined {
  const layer = layers.get(name);
  if (layer === undefined) {
    throw configError({
      where: model,
      must: `layers are ${[...layers.keys()].join(', ')}`,
      got: `'${name}'`,
    });
  }
  return layer.inboundNodes[node]?.outputs[index];
}

function mapRefs(refs: TensorRefs, tensor: (ref: TensorRef) => SymbolicTensor): Tensors {
  if (!Array.isArray(refs))
    return Object.fromEntries(Object.entries(refs).map(([k, ref]) => [k, tensor(ref)]));
  return typeof refs[0] === 'string'
    ? tensor(refs as unknown as TensorRef)
    : (refs as TensorRef[]).map(tensor);
}

function unresolved(
  config: FunctionalConfig,
  waiting: readonly { layer: ModelLayerConfig; nodes: readonly NodeConfig[] }[],
): Error {
  const names = waiting.filter(({ nodes }) => nodes.length > 0).map(({ layer }) => layer.name);
  return configError({
    where: config.name,
    must: 'a model must have no cycle and no missing call',
    got: `calls of ${names.join(', ')} that wait for each other or for calls that do not exist`,
  });
}
