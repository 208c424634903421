// The recorded model as plain data, in the form that `model.toJSON()` of the engine has.

import { type Call, calls, isLayer, type Layer, type Tensor } from './layer.ts';
import { type Chain, type Model, packLike } from './model.ts';

export interface Serialized {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly sharedObjectId?: number;
}

/** How often each layer is written, and the numbers of those written more than once. */
interface Sharing {
  readonly counts: Map<Layer, number>;
  readonly ids: Map<Layer, number>;
}

/** Written twice: layers that stand in several places are known as one only after the first time. */
export function serializeShared(layer: Layer): Serialized {
  const counts = new Map<Layer, number>();
  const plain = serialize(layer, { counts, ids: new Map() });
  const several = [...counts].filter(([, count]) => count > 1).map(([shared]) => shared);
  if (several.length === 0) return plain;
  return serialize(layer, { counts: new Map(), ids: new Map(several.map((shared, id) => [shared, id])) });
}

function serialize(layer: Layer, sharing: Sharing): Serialized {
  const { className } = layer;
  sharing.counts.set(layer, (sharing.counts.get(layer) ?? 0) + 1);
  const id = sharing.ids.get(layer);
  const plain = { className, config: configOf(layer, sharing) };
  return id === undefined ? plain : { ...plain, sharedObjectId: id };
}

function configOf(layer: Layer, sharing: Sharing): Record<string, unknown> {
  const { name, trainable, className } = layer;
  if (className === 'InputLayer') return { name, ...layer.config };
  if (className === 'Functional') return functional(layer as Model, sharing);
  if (className === 'Sequential')
    return { name, trainable, layers: (layer as Chain).chain.map((one) => serialize(one, sharing)) };
  const entries = Object.entries(layer.config).map(([key, value]) => [
    key,
    isLayer(value) ? serialize(value, sharing) : value,
  ]);
  return { name, trainable, ...Object.fromEntries(entries) };
}

function functional(model: Model, sharing: Sharing): Record<string, unknown> {
  const own = callsBetween(model.inputs, model.outputs);
  const callsOf = (layer: Layer) => layer.calls.filter((call) => own.has(call));
  const ref = ({ call, index }: Tensor) => [call.layer.name, callsOf(call.layer).indexOf(call), index];
  const layers = [...new Set([...own].map((call) => call.layer))];
  return {
    name: model.name,
    trainable: model.trainable,
    layers: layers.map((layer) => ({
      ...serialize(layer, sharing),
      name: layer.name,
      inboundNodes: callsOf(layer)
        .filter((call) => call.inputs.length > 0)
        .map(({ inputs, keywords, flags }) => ({
          inputs: inputs.map(ref),
          keywords: Object.fromEntries(Object.entries(keywords).map(([key, list]) => [key, list.map(ref)])),
          flags,
        })),
    })),
    inputLayers: packLike(model.inputForm, model.inputs.map(ref)),
    outputLayers: packLike(model.outputForm, model.outputs.map(ref)),
  };
}

/** The calls that the outputs need, back to the inputs, in the order in which they were made. */
function callsBetween(inputs: readonly Tensor[], outputs: readonly Tensor[]): Set<Call> {
  const given = new Set(inputs);
  const needed = new Set(outputs);
  const found: Call[] = inputs.map((tensor) => tensor.call).filter((call) => call.inputs.length === 0);
  for (const call of [...calls].reverse()) {
    const isInput = call.inputs.length === 0;
    if (!call.outputs.some((tensor) => needed.has(tensor) && (isInput || !given.has(tensor)))) continue;
    found.push(call);
    for (const tensor of [...call.inputs, ...Object.values(call.keywords).flat()]) needed.add(tensor);
  }
  const own = new Set(found);
  return new Set(calls.filter((call) => own.has(call)));
}
