import { configError } from '../../core/errors.ts';
import { type AnyLayer, Layer } from '../layer.ts';
import { shown } from './checks.ts';

/** The layer that a wrapper was given. */
export function wrapped(where: string, layer: unknown): AnyLayer {
  if (layer instanceof Layer) return layer as unknown as AnyLayer;
  throw configError({
    where,
    must: 'layer must be a layer or a model',
    got: shown(layer),
    try: '{ layer: layers.dense({ units: 10 }) }',
  });
}
