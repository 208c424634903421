import { shapeError } from '../../core/errors.ts';
import { formatShape, normalizeAxis, type SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, addScalar, mulScalar, multiply } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { unary } from '../../graph/ops/unary.ts';
import { type CallContext, isFrozen } from '../call-context.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { getInitializer, type InitializerSpec, serializeInitializer } from '../initializers/table.ts';
import type { AnyLayer, LayerConfig } from '../layer.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { getRegularizer, type RegularizerSpec, serializeRegularizer } from '../regularizers/table.ts';
import type { Weight } from '../weight.ts';
import { type Moments, moments, momentsPerStep, movingAverage } from './batch-moments.ts';
import { ShapeKeepingLayer } from './shape-keeping-layer.ts';

export interface BatchNormalizationConfig extends LayerConfig {
  /** The axis of the features. Default −1. */
  readonly axis?: number;
  /** Share of the moving statistics that a step keeps. Default 0.99. */
  readonly momentum?: number;
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number;
  /** Whether there is a `beta`. Default true. */
  readonly center?: boolean;
  /** Whether there is a `gamma`. Default true. */
  readonly scale?: boolean;
  readonly betaInitializer?: InitializerSpec;
  readonly gammaInitializer?: InitializerSpec;
  readonly movingMeanInitializer?: InitializerSpec;
  readonly movingVarianceInitializer?: InitializerSpec;
  readonly betaRegularizer?: RegularizerSpec | null;
  readonly gammaRegularizer?: RegularizerSpec | null;
}

/**
 * y = γ · (x − mean) / √(variance + ε) + β per feature. In training, mean and variance are those of the batch (of the steps that
 * count, with a mask) and move the moving statistics; else, and where `trainable` is false, the moving statistics are used. Weights: gamma, beta, moving_mean,
 * moving_variance. Keras: `keras.layers.BatchNormalization`. Source: Ioffe and Szegedy 2015.
 */
export class BatchNormalization extends ShapeKeepingLayer {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly #initializers: Readonly<Record<'beta' | 'gamma' | 'movingMean' | 'movingVariance', Initializer>>;
  readonly #regularizers: Readonly<Record<'beta' | 'gamma', Regularizer | null>>;
  #gamma: Weight | null = null;
  #beta: Weight | null = null;
  #movingMean!: Weight;
  #movingVariance!: Weight;

  constructor(config: BatchNormalizationConfig = {}) {
    super(config);
    this.axis = config.axis ?? -1;
    this.momentum = config.momentum ?? 0.99;
    this.epsilon = config.epsilon ?? 1e-3;
    this.center = config.center ?? true;
    this.scale = config.scale ?? true;
    this.#initializers = {
      beta: getInitializer(config.betaInitializer ?? 'zeros'),
      gamma: getInitializer(config.gammaInitializer ?? 'ones'),
      movingMean: getInitializer(config.movingMeanInitializer ?? 'zeros'),
      movingVariance: getInitializer(config.movingVarianceInitializer ?? 'ones'),
    };
    this.#regularizers = {
      beta: getRegularizer(config.betaRegularizer),
      gamma: getRegularizer(config.gammaRegularizer),
    };
  }

  override get className(): string {
    return 'BatchNormalization';
  }

  protected override build([input]: readonly SymbolicShape[]): void {
    const shape = [input![normalizeAxis(this.axis, input!.length, 'BatchNormalization')]!];
    const add = (
      name: string,
      initializer: Initializer,
      regularizer: Regularizer | null,
      trainable: boolean,
    ) => this.addWeight({ name, shape, initializer, regularizer, trainable });
    const [init, reg] = [this.#initializers, this.#regularizers];
    if (this.scale) this.#gamma = add('gamma', init.gamma, reg.gamma, true);
    if (this.center) this.#beta = add('beta', init.beta, reg.beta, true);
    this.#movingMean = add('moving_mean', init.movingMean, null, false);
    this.#movingVariance = add('moving_variance', init.movingVariance, null, false);
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    const axis = normalizeAxis(this.axis, input!.length, 'BatchNormalization');
    const size = this.#movingMean.shape[0]!;
    if (axis > 0 && input![axis] === size) return [input!];
    throw shapeError({
      where: 'BatchNormalization',
      must: `axis ${axis} of the input must have the ${size} features it was built for`,
      got: formatShape(input!),
    });
  }

  protected override map(ctx: CallContext, x: ValueId, mask: ValueId | undefined): ValueId {
    const { b } = ctx;
    const axis = normalizeAxis(this.axis, b.shapeOf(x).length, 'BatchNormalization');
    if (!ctx.training || isFrozen(ctx, this as unknown as AnyLayer))
      return this.#normalize(ctx, x, [axis], this.#moving(ctx));
    if (ctx.timeSteps !== undefined && axis > 0) return this.#perStep(ctx, x, mask, axis, ctx.timeSteps);
    const batch = moments(b, x, [axis], mask);
    this.#move(ctx, { mean: batch.mean, variance: batch.variance });
    return this.#normalize(ctx, x, [axis], batch);
  }

  #moving(ctx: CallContext): Moments {
    return { mean: ctx.weight(this.#movingMean), variance: ctx.weight(this.#movingVariance) };
  }

  /** moving ← momentum · moving + (1 − momentum) · batch */
  #move(ctx: CallContext, batch: Moments): void {
    const step = (weight: Weight, value: ValueId) => {
      const kept = mulScalar(ctx.b, ctx.weight(weight), this.momentum);
      ctx.assign(weight, add(ctx.b, kept, mulScalar(ctx.b, value, 1 - this.momentum)));
    };
    step(this.#movingMean, batch.mean);
    step(this.#movingVariance, batch.variance);
  }

  /** Under TimeDistributed: every time step is normalised by itself, and the statistics move once per step, in order. */
  #perStep(ctx: CallContext, x: ValueId, mask: ValueId | undefined, axis: number, steps: number): ValueId {
    const { b } = ctx;
    const { spread, batch, fold } = momentsPerStep(b, x, axis, steps, mask);
    const moved = (weight: Weight, values: ValueId) =>
      ctx.assign(weight, movingAverage(b, ctx.weight(weight), values, this.momentum));
    moved(this.#movingMean, batch.mean);
    moved(this.#movingVariance, batch.variance);
    return fold(this.#normalize(ctx, spread, [1, axis + 1], batch));
  }

  /** x · inv + (β − mean · inv), inv = γ / √(variance + ε); `axes` are those of the statistics. */
  #normalize(ctx: CallContext, x: ValueId, axes: readonly number[], { mean, variance }: Moments): ValueId {
    const { b } = ctx;
    const root = unary(b, 'rsqrt', addScalar(b, variance, this.epsilon));
    const inv = this.#gamma === null ? root : multiply(b, root, ctx.weight(this.#gamma));
    const shift = unary(b, 'neg', multiply(b, mean, inv));
    const offset = this.#beta === null ? shift : add(b, shift, ctx.weight(this.#beta));
    return add(b, multiply(b, x, along(b, inv, x, axes)), along(b, offset, x, axes));
  }

  protected override ownConfig(): Record<string, unknown> {
    const [init, reg] = [this.#initializers, this.#regularizers];
    return {
      axis: this.axis,
      momentum: this.momentum,
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      betaInitializer: serializeInitializer(init.beta),
      gammaInitializer: serializeInitializer(init.gamma),
      movingMeanInitializer: serializeInitializer(init.movingMean),
      movingVarianceInitializer: serializeInitializer(init.movingVariance),
      betaRegularizer: serializeRegularizer(reg.beta),
      gammaRegularizer: serializeRegularizer(reg.gamma),
    };
  }
}

/** A tensor over `axes` of x, spread over x. */
function along(b: Builder, value: ValueId, x: ValueId, axes: readonly number[]): ValueId {
  return broadcastInDim(b, value, b.shapeOf(x), axes);
}

/** See `BatchNormalization`. */
export const batchNormalization = (config: BatchNormalizationConfig = {}): BatchNormalization =>
  new BatchNormalization(config);
