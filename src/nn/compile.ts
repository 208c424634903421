import type { AnyLayer } from './layer.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { resolveOptimizer } from './resolve.ts';
import type { Weight } from './weight.ts';

/** One thing for all outputs, a list in the order of the outputs, or a dictionary by output name. */
export type PerOutput<T> = T | readonly T[] | { readonly [output: string]: T };

/** A loss by name (`binary_crossentropy`, `binaryCrossentropy`) or as an object; null: no loss for that output. */
export type LossSpec = string | object | null;

/** A metric by name (`accuracy`, `auc`) or as an object. */
export type MetricSpec = string | object;

/** Metrics for the only output, a list of lists in the order of the outputs, or by output name. */
export type MetricsSpec =
  | readonly (MetricSpec | readonly MetricSpec[])[]
  | { readonly [output: string]: MetricSpec | readonly MetricSpec[] };

/** What `model.compile` takes. Keras: `Model.compile`. */
export interface CompileConfig {
  /** By name (`adam`) or as an object. Default `rmsprop`. */
  readonly optimizer?: string | object;
  readonly loss?: PerOutput<LossSpec>;
  /** Factors of the outputs' losses in the total. Default 1 each. */
  readonly lossWeights?: PerOutput<number>;
  readonly metrics?: MetricsSpec;
  /** Metrics that count samples by `sampleWeight` and `classWeight`. */
  readonly weightedMetrics?: MetricsSpec;
}

/** A compiled model's choices, and the weights that were trainable when it was compiled. */
export interface CompiledSpec {
  readonly optimizer: Optimizer;
  readonly loss: PerOutput<LossSpec>;
  readonly lossWeights: PerOutput<number> | null;
  readonly metrics: MetricsSpec;
  readonly weightedMetrics: MetricsSpec;
  readonly trainableWeights: readonly Weight[];
  /** Layers, also those inside others, that were frozen when the model was compiled. */
  readonly frozenLayers: ReadonlySet<AnyLayer>;
  /** Different for every call of `compile`: whoever keeps something for a spec knows when it is stale. */
  readonly id: number;
}

let compiled = 0;

/** Fills the defaults in and notes which weights are trained from now on. */
export function compiledSpec(config: CompileConfig, model: AnyLayer): CompiledSpec {
  return {
    optimizer: resolveOptimizer(config.optimizer ?? 'rmsprop'),
    loss: config.loss ?? null,
    lossWeights: config.lossWeights ?? null,
    metrics: config.metrics ?? [],
    weightedMetrics: config.weightedMetrics ?? [],
    trainableWeights: [...model.trainableWeights],
    frozenLayers: new Set(withSublayers(model).filter((layer) => !layer.trainable)),
    id: compiled++,
  };
}

/** The layer and all layers inside it. */
function withSublayers(layer: AnyLayer): AnyLayer[] {
  return [layer, ...layer.sublayers.flatMap(withSublayers)];
}
