import type { FlagOptions, TensorOption } from './call-arguments.ts';
import type { AnyLayer } from './layer.ts';
import type { AnyModel } from './model.ts';
import type { Node } from './node.ts';
import { type SerializedLayer, serializeLayer } from './serialize-layer.ts';
import { packLike } from './structure.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';

/** A tensor by the layer that makes it, the number of the call within the model, and the number of the output. */
export type TensorRef = readonly [layer: string, node: number, tensor: number];

/** One tensor, a list, or a dictionary of them. */
export type TensorRefs = TensorRef | readonly TensorRef[] | { readonly [name: string]: TensorRef };

/** A call of a layer as plain data. */
export interface NodeConfig {
  readonly inputs: readonly TensorRef[];
  readonly keywords: { readonly [option in TensorOption]?: readonly TensorRef[] };
  readonly flags: FlagOptions;
}

/** A layer of a model as plain data, with its calls. */
export interface ModelLayerConfig extends SerializedLayer {
  readonly name: string;
  readonly inboundNodes: readonly NodeConfig[];
}

/** A functional model as plain data: Keras's config in camel case. */
export interface FunctionalConfig {
  readonly name: string;
  readonly trainable: boolean;
  readonly layers: readonly ModelLayerConfig[];
  readonly inputLayers: TensorRefs;
  readonly outputLayers: TensorRefs;
}

/** The config of a functional model. Only its own calls count, numbered anew. */
export function functionalConfig(model: AnyModel): FunctionalConfig {
  const own = new Set(model.topology.levels.flat());
  const nodesOf = (layer: AnyLayer) => layer.inboundNodes.filter((node) => own.has(node));
  const ref = ({ node, index }: SymbolicTensor): TensorRef => [
    node.layer.name,
    nodesOf(node.layer).indexOf(node),
    index,
  ];
  return {
    name: model.name,
    trainable: model.trainable,
    layers: model.layers.map((layer) => ({
      ...serializeLayer(layer),
      name: layer.name,
      inboundNodes: nodesOf(layer)
        .filter((node) => node.inputs.length > 0)
        .map((node) => nodeConfig(node, ref)),
    })),
    inputLayers: packLike(model.inputForm, model.inputs.map(ref)),
    outputLayers: packLike(model.outputForm, model.outputs.map(ref)),
  };
}

function nodeConfig(node: Node, ref: (tensor: SymbolicTensor) => TensorRef): NodeConfig {
  const { positional, keywords, flags } = node.callOptions;
  let at = positional;
  const named = keywords.map(({ name, count }) => {
    at += count;
    return [name, node.inputs.slice(at - count, at).map(ref)] as const;
  });
  return { inputs: node.inputs.slice(0, positional).map(ref), keywords: Object.fromEntries(named), flags };
}
