import type { AnyLayer } from './layer.ts';

/** A layer as plain data. */
export interface SerializedLayer {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Class name and config of a layer (or model). */
export function serializeLayer(layer: AnyLayer): SerializedLayer {
  return { className: layer.className, config: layer.getConfig() };
}
