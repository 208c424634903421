import { shapeError } from '../../core/errors.ts';
import { formatShape, normalizeAxis, type SymbolicShape } from '../../core/shape.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, addScalar, multiply, subtract } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { mean as meanOf } from '../../graph/ops/reduce.ts';
import { unary } from '../../graph/ops/unary.ts';
import type { CallContext } from '../call-context.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { getInitializer, type InitializerSpec, serializeInitializer } from '../initializers/table.ts';
import type { LayerConfig } from '../layer.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { getRegularizer, type RegularizerSpec, serializeRegularizer } from '../regularizers/table.ts';
import type { Weight } from '../weight.ts';
import { ShapeKeepingLayer } from './shape-keeping-layer.ts';

export interface LayerNormalizationConfig extends LayerConfig {
  /** Axis or axes to normalise over. Default −1. */
  readonly axis?: number | readonly number[];
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number;
  /** Whether there is a `beta`. Default true. */
  readonly center?: boolean;
  /** Whether there is a `gamma`. Default true. */
  readonly scale?: boolean;
  readonly betaInitializer?: InitializerSpec;
  readonly gammaInitializer?: InitializerSpec;
  readonly betaRegularizer?: RegularizerSpec | null;
  readonly gammaRegularizer?: RegularizerSpec | null;
}

/**
 * y = γ · (x − mean) / √(variance + ε) + β, mean and variance over `axis` of each sample. Weights: gamma, beta of the shape of
 * those axes. Keras: `keras.layers.LayerNormalization`. Source: Ba, Kiros and Hinton 2016.
 */
export class LayerNormalization extends ShapeKeepingLayer {
  readonly axis: number | readonly number[];
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly #initializers: Readonly<Record<'beta' | 'gamma', Initializer>>;
  readonly #regularizers: Readonly<Record<'beta' | 'gamma', Regularizer | null>>;
  #gamma: Weight | null = null;
  #beta: Weight | null = null;

  constructor(config: LayerNormalizationConfig = {}) {
    super(config);
    this.axis = config.axis ?? -1;
    this.epsilon = config.epsilon ?? 1e-3;
    this.center = config.center ?? true;
    this.scale = config.scale ?? true;
    this.#initializers = {
      beta: getInitializer(config.betaInitializer ?? 'zeros'),
      gamma: getInitializer(config.gammaInitializer ?? 'ones'),
    };
    this.#regularizers = {
      beta: getRegularizer(config.betaRegularizer),
      gamma: getRegularizer(config.gammaRegularizer),
    };
  }

  override get className(): string {
    return 'LayerNormalization';
  }

  protected override build([input]: readonly SymbolicShape[]): void {
    const shape = this.#axes(input!.length).map((axis) => input![axis]!);
    const [init, reg] = [this.#initializers, this.#regularizers];
    if (this.scale) {
      this.#gamma = this.addWeight({ name: 'gamma', shape, initializer: init.gamma, regularizer: reg.gamma });
    }
    if (this.center) {
      this.#beta = this.addWeight({ name: 'beta', shape, initializer: init.beta, regularizer: reg.beta });
    }
  }

  /** The axes counted from the front, increasing. */
  #axes(rank: number): number[] {
    const list = typeof this.axis === 'number' ? [this.axis] : this.axis;
    return list.map((axis) => normalizeAxis(axis, rank, 'LayerNormalization')).sort((x, y) => x - y);
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    const axes = this.#axes(input!.length);
    const built = (this.#gamma ?? this.#beta)?.shape;
    if (built === undefined || axes.every((axis, i) => input![axis] === built[i])) return [input!];
    throw shapeError({
      where: 'LayerNormalization',
      must: `the axes ${axes.join(', ')} of the input must be ${built.join(', ')}, as it was built for`,
      got: formatShape(input!),
    });
  }

  protected override map(ctx: CallContext, x: ValueId): ValueId {
    const { b } = ctx;
    const shape = b.shapeOf(x);
    const axes = this.#axes(shape.length);
    const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i));
    const perSample = (v: ValueId) => broadcastInDim(b, v, shape, kept);
    const perFeature = (w: Weight) => broadcastInDim(b, ctx.weight(w), shape, axes);
    const centred = subtract(b, x, perSample(meanOf(b, x, axes)));
    const variance = meanOf(b, unary(b, 'square', centred), axes);
    const y = multiply(b, centred, perSample(unary(b, 'rsqrt', addScalar(b, variance, this.epsilon))));
    const scaled = this.#gamma === null ? y : multiply(b, y, perFeature(this.#gamma));
    return this.#beta === null ? scaled : add(b, scaled, perFeature(this.#beta));
  }

  protected override ownConfig(): Record<string, unknown> {
    const [init, reg] = [this.#initializers, this.#regularizers];
    return {
      axis: this.axis,
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      betaInitializer: serializeInitializer(init.beta),
      gammaInitializer: serializeInitializer(init.gamma),
      betaRegularizer: serializeRegularizer(reg.beta),
      gammaRegularizer: serializeRegularizer(reg.gamma),
    };
  }
}

/** See `LayerNormalization`. */
export const layerNormalization = (config: LayerNormalizationConfig = {}): LayerNormalization =>
  new LayerNormalization(config);
