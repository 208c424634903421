import type { GoldenConfig, GoldenLayer, GoldenModelSpec } from '../../../fixtures/golden/load.ts';
import type { NdArray } from '../../core/nd-array.ts';
import type { CallOptions } from '../call-arguments.ts';
import { input } from '../input.ts';
import type { AnyLayer } from '../layer.ts';
import { LAYER_CLASSES } from '../layers/table.ts';
import { type AnyModel, model } from '../model.ts';
import { Sequential } from '../sequential.ts';
import { flattenTensors, type Tensors } from '../structure.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';

type Submodels = Readonly<Record<string, AnyModel>>;

/** A Keras object in plain data as one of ours. Throws where we have no such class. */
export function goldenLayer(
  kind: string,
  config: GoldenConfig,
  submodels: Submodels = {},
  name?: string,
): AnyLayer {
  if (kind === 'Model') return submodels[config.submodel as string]!;
  const known: Record<string, unknown> = { ...LAYER_CLASSES, Sequential };
  const Class = known[kind] as (new (config: GoldenConfig) => AnyLayer) | undefined;
  if (Class === undefined) throw new Error(`no layer of ours is Keras's ${kind}`);
  return new Class({ ...camelConfig(config, submodels), ...(name === undefined ? {} : { name }) });
}

function camelConfig(config: GoldenConfig, submodels: Submodels): GoldenConfig {
  return Object.fromEntries(Object.entries(config).map(([k, v]) => [camelCase(k), camelValue(v, submodels)]));
}

/** Inner layers become layers, other objects (initialisers, regularisers) their serialised form. */
function camelValue(value: unknown, submodels: Submodels): unknown {
  if (Array.isArray(value)) return value.map((v) => camelValue(v, submodels));
  if (typeof value !== 'object' || value === null || !('class' in value)) return value;
  const { class: kind, config = {} } = value as { class: string; config?: GoldenConfig };
  if (kind === 'Model' || kind in LAYER_CLASSES) return goldenLayer(kind, config, submodels);
  return { className: kind, config: camelConfig(config, submodels) };
}

export const camelCase = (name: string): string => name.replace(/_(.)/g, (_, c: string) => c.toUpperCase());

/** The model of a spec. */
export function goldenSpecModel(spec: GoldenModelSpec): AnyModel {
  const submodels = Object.fromEntries(
    Object.entries(spec.submodels ?? {}).map(([name, sub]) => [name, goldenSpecModel(sub)]),
  );
  const tensors = new Map<string, SymbolicTensor>(
    spec.inputs.map(({ name, shape, dtype }) => [name, input({ name, shape, dtype })]),
  );
  const inputs = [...tensors.values()];
  const layers = new Map(
    spec.layers.map((l) => [
      l.name,
      goldenLayer(l.class, l.config, submodels, l.class === 'Model' ? undefined : l.name),
    ]),
  );
  for (const node of spec.nodes) {
    const given = node.inputs.map((ref) => tensors.get(ref)!);
    const state = node.initialState?.map((ref) => tensors.get(ref)!);
    const options: CallOptions = {
      ...camelConfig(node.call ?? {}, {}),
      ...(state && { initialState: state }),
    };
    const outputs = flattenTensors(layers.get(node.layer)!(given.length === 1 ? given[0]! : given, options));
    [node.output].flat().forEach((ref, i) => {
      tensors.set(ref, outputs[i]!);
    });
  }
  for (const l of spec.layers) if (l.trainable === false) layers.get(l.name)!.trainable = false;
  const outputs = spec.outputs.map((ref) => tensors.get(ref)!);
  return model({ inputs, outputs, ...(spec.name === undefined ? {} : { name: spec.name }) }) as AnyModel;
}

/** A model around the layer of a fixture, and its inputs: those of the fixture, then the masks. */
export function goldenModel(golden: GoldenLayer): { model: AnyModel; layer: AnyLayer; inputs: NdArray[] } {
  const submodels = Object.fromEntries(
    Object.entries(golden.submodels ?? {}).map(([name, spec]) => [name, goldenSpecModel(spec)]),
  );
  const layer = goldenLayer(golden.layer, golden.config, submodels);
  const inputs = golden.inputs.map((x, i) =>
    input({ name: `x${i}`, shape: x.shape.slice(1), dtype: golden.inputDtypes[i]! }),
  );
  const masks = Object.entries(golden.masks ?? {}).map(
    ([name, mask]) =>
      [camelCase(name), input({ name, shape: mask.shape.slice(1), dtype: 'int32' }), mask] as const,
  );
  const options: CallOptions = {
    ...camelConfig(golden.call ?? {}, {}),
    ...Object.fromEntries(masks.map(([name, tensor]) => [name, tensor])),
  };
  const outputs: Tensors = layer(inputs.length === 1 ? inputs[0]! : inputs, options);
  const all = [...inputs, ...masks.map(([, tensor]) => tensor)];
  return {
    model: model({ inputs: all, outputs: flattenTensors(outputs) }) as AnyModel,
    layer,
    inputs: [...golden.inputs, ...masks.map(([, , mask]) => mask)] as unknown as NdArray[],
  };
}
