import type { Layer, Make, Ref, Value } from './statements.ts';

type Config = Readonly<Record<string, unknown>>;

/** Config keys that hold layers, with the field of the instance that holds them. */
const INNER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  TimeDistributed: { layer: 'layer' },
  Bidirectional: { layer: 'forwardLayer' },
};
/** Keys that others decide. */
const DERIVED: ReadonlySet<string> = new Set(['backwardLayer', 'zeroOutputForMask', 'name', 'trainable']);

/** What differs in a layer's config from what it would be if left out: what a person would write. */
export function changedConfig(layer: Layer, inner: (layer: Layer) => Make | Ref): Record<string, Value> {
  const config = instances(layer);
  const own = Object.keys(config).filter((key) => !DERIVED.has(key));
  const changed: Record<string, Value> = {};
  for (const key of own) {
    const { [key]: value, ...rest } = config;
    if (isLayer(value)) changed[key] = inner(value);
    else if (!isDefault(layer, key, value, rest)) changed[key] = plainValue(key, value);
  }
  if (!isAutomaticName(layer)) changed.name = layer.name;
  if (!layer.trainable) changed.trainable = false;
  return changed;
}

/** Whether the name is one that the layer gives itself. */
export function isAutomaticName({ className, name }: Pick<Layer, 'className' | 'name'>): boolean {
  const base = className.toLowerCase();
  const bare = name.replaceAll('_', '').replace(/\d+$/, '');
  return (
    bare === base ||
    bare === base.replace(/\d+$/, '') ||
    (className === 'InputLayer' && bare === 'inputlayer')
  );
}

/** The config with the layers themselves instead of their descriptions. */
function instances(layer: Layer): Config {
  const config: Record<string, unknown> = { ...layer.getConfig() };
  const fields = INNER[layer.className] ?? {};
  for (const [key, field] of Object.entries(fields)) {
    config[key] = (layer as unknown as Record<string, unknown>)[field];
  }
  delete config.backwardLayer;
  return config;
}

const isLayer = (value: unknown): value is Layer => typeof value === 'function' && 'inboundNodes' in value;

/** A layer made without the key has the same value for it. */
function isDefault(layer: Layer, key: string, value: unknown, rest: Config): boolean {
  const Class = layer.constructor as new (config: Config) => Layer;
  try {
    return JSON.stringify(new Class(rest).getConfig()[key]) === JSON.stringify(value);
  } catch {
    return false;
  }
}

function plainValue(key: string, value: unknown): Value {
  if (Array.isArray(value)) return value.map((x) => plainValue(key, x));
  if (typeof value !== 'object' || value === null) return value as Value;
  const { className, config = {} } = value as { className: string; config?: Config };
  const set = Object.entries(config).filter(([, x]) => x !== null);
  const make = key.toLowerCase().includes('regularizer') ? 'regularizer' : 'initializer';
  return { make, className, config: Object.fromEntries(set.map(([k, x]) => [k, plainValue(k, x)])) };
}
