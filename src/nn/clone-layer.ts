import type { AnyLayer } from './layer.ts';

/** A new layer with the config of `layer`, changed by `changes`; it shares no weights. */
export function cloneLayer<L extends AnyLayer>(layer: L, changes: Readonly<Record<string, unknown>>): L {
  const Class = layer.constructor as new (config: Record<string, unknown>) => L;
  return new Class({ ...layer.getConfig(), ...changes });
}
