import type { Control, ModelInfo } from '../../worker/protocol.ts';

const CONTROL = 'loss_weight/';

/** The model with the weights that its losses have now: they may change while it trains. */
export function withPresentWeights(model: ModelInfo, controls: readonly Control[]): ModelInfo {
  const weights = new Map(
    controls
      .filter(({ id }) => id.startsWith(CONTROL))
      .map(({ id, value }) => [`${id.slice(CONTROL.length)}_loss`, Number(value)]),
  );
  if (weights.size === 0) return model;
  const nodes = model.nodes.map((node) => {
    const lossWeight = node.role === 'loss' ? weights.get(node.id) : undefined;
    return lossWeight === undefined ? node : { ...node, lossWeight };
  });
  return { ...model, nodes };
}
