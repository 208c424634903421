import type { AnyLayer } from './layer.ts';

/** A layer as plain data. */
export interface SerializedLayer {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** The same number on every copy of a layer that stands in several places (in a model and in a wrapper, say). */
  readonly sharedObjectId?: number;
}

/** How often each layer is written, and the numbers of those written more than once. */
interface Sharing {
  readonly counts: Map<AnyLayer, number>;
  readonly ids: Map<AnyLayer, number>;
}

let sharing: Sharing | null = null;

/** Class name and config of a layer (or model). */
export function serializeLayer(layer: AnyLayer): SerializedLayer {
  const plain = { className: layer.className, config: layer.getConfig() };
  if (sharing === null) return plain;
  const { counts, ids } = sharing;
  counts.set(layer, (counts.get(layer) ?? 0) + 1);
  const id = ids.get(layer);
  return id === undefined ? plain : { ...plain, sharedObjectId: id };
}

/** The same, with layers that stand in several places marked as one: written twice, to count them first. */
export function serializeShared(layer: AnyLayer): SerializedLayer {
  const before = sharing;
  try {
    const counts = new Map<AnyLayer, number>();
    sharing = { counts, ids: new Map() };
    const plain = serializeLayer(layer);
    const several = [...counts].filter(([, count]) => count > 1).map(([shared]) => shared);
    if (several.length === 0) return plain;
    sharing = { counts: new Map(), ids: new Map(several.map((shared, id) => [shared, id])) };
    return serializeLayer(layer);
  } finally {
    sharing = before;
  }
}
