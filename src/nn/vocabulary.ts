import { Embedding } from './layers/embedding.ts';
import { TimeDistributed } from './layers/time-distributed.ts';
import { type AnyModel, Model } from './model.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';

/** An embedding that reads an input: its indices are 0 … size − 1. */
export interface VocabularyLimit {
  readonly layer: string;
  readonly size: number;
}

/** Layers that move indices and leave them as they are. */
const MOVES = new Set(['Flatten', 'Reshape', 'Permute', 'RepeatVector', 'Concatenate']);

/** Which embeddings read the inputs of a model, also inside nested models and behind layers that only move elements. */
export function vocabularyLimits(model: AnyModel): ReadonlyMap<SymbolicTensor, readonly VocabularyLimit[]> {
  const limits = new Map<SymbolicTensor, VocabularyLimit[]>();
  const backwards = [...model.topology.nodes].reverse();
  const add = (tensor: SymbolicTensor, found: readonly VocabularyLimit[]) =>
    limits.set(tensor, [...(limits.get(tensor) ?? []), ...found]);
  for (const { layer, inputs, outputs } of backwards) {
    inputs.forEach((tensor, i) => {
      const moved = MOVES.has(layer.className) ? (limits.get(outputs[0]!) ?? []) : [];
      const found = [...limitsOf(layer, i), ...moved];
      if (found.length > 0) add(tensor, found);
    });
  }
  return limits;
}

/** Limits that a layer itself puts on its i-th input. */
function limitsOf(layer: unknown, i: number): readonly VocabularyLimit[] {
  if (layer instanceof Embedding) return [{ layer: layer.name, size: layer.inputDim }];
  if (layer instanceof TimeDistributed) return limitsOf(layer.layer, i);
  if (!(layer instanceof Model) || !layer.hasGraph) return [];
  const tensor = layer.inputs[i];
  return tensor === undefined ? [] : (vocabularyLimits(layer as unknown as AnyModel).get(tensor) ?? []);
}
