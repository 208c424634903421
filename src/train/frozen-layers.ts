import { configError } from '../core/errors.ts';
import type { AnyLayer } from '../nn/layer.ts';
import type { AnyModel } from '../nn/model.ts';
import { layersOfCalls } from './call-graph.ts';

/** The layers that have weights to train, by the path of their first call; boxes are left to what is in them. */
export function trainableLayers(model: AnyModel): ReadonlyMap<string, AnyLayer> {
  const found = new Map<string, AnyLayer>();
  const seen = new Set<AnyLayer>();
  for (const [path, layer] of layersOfCalls(model)) {
    const box = 'topology' in layer || layer.className === 'TimeDistributed';
    if (box || seen.has(layer) || !layer.weights.some((w) => w.trainedByGradient)) continue;
    seen.add(layer);
    found.set(path, layer);
  }
  return found;
}

/**
 * Freezes and thaws layers by path and compiles the model again with the choices that it had. Paths of no layer are passed over:
 * another setting may have taken the layer away. Errors (ConfigError) where no weight would be left to train.
 */
export function chooseTrainable(model: AnyModel, choices: Readonly<Record<string, boolean>>): void {
  const layers = trainableLayers(model);
  const known = Object.entries(choices).filter(([path]) => layers.has(path));
  if (known.length === 0) return;
  for (const [path, trainable] of known) layers.get(path)!.trainable = trainable;
  if (model.trainableWeights.length === 0) {
    throw configError({
      where: 'frozen layers',
      must: 'at least one layer must train',
      got: 'none',
      try: 'letting another layer train first',
    });
  }
  const { optimizer, loss, lossWeights, metrics, weightedMetrics } = model.compiledOr('frozen layers');
  model.compile({
    optimizer,
    loss,
    metrics,
    weightedMetrics,
    ...(lossWeights === null ? {} : { lossWeights }),
  });
}
