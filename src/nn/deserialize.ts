import { configError } from '../core/errors.ts';
import { functionalFromConfig } from './functional-from-config.ts';
import { InputLayer } from './input.ts';
import type { AnyLayer } from './layer.ts';
import { LAYER_CLASSES } from './layers/table.ts';
import { type AnyModel, Model } from './model.ts';
import type { FunctionalConfig } from './model-config.ts';
import { Sequential } from './sequential.ts';
import type { SerializedLayer } from './serialize-layer.ts';

type Config = Readonly<Record<string, unknown>>;

/** Layers made so far that stand in several places, by their number; null outside a call. */
let shared: Map<number, AnyLayer> | null = null;

/** A new layer (or model) from its class name and config, weights not included. Errors where the class is unknown. */
export function layerFromConfig(serialized: SerializedLayer): AnyLayer {
  const before = shared;
  const known = before ?? new Map<number, AnyLayer>();
  shared = known;
  try {
    const id = serialized.sharedObjectId;
    const layer = (id === undefined ? undefined : known.get(id)) ?? newLayer(serialized);
    if (id !== undefined) known.set(id, layer);
    return layer;
  } finally {
    shared = before;
  }
}

function newLayer({ className, config }: SerializedLayer): AnyLayer {
  if (className === 'Functional' || className === 'Model') {
    return functionalFromConfig(config as unknown as FunctionalConfig, layerFromConfig);
  }
  if (className === 'Sequential') return sequentialFromConfig(config);
  if (className === 'InputLayer') return inputFromConfig(config);
  const classes = LAYER_CLASSES as Record<string, unknown>;
  const Class = classes[className] as (new (config: Config) => AnyLayer) | undefined;
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
