import type { SymbolicShape } from '../../core/shape.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { depthwiseConv } from '../../graph/ops/depthwise-conv.ts';
import type { CallContext } from '../call-context.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { getInitializer, type InitializerSpec, serializeInitializer } from '../initializers/table.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { getRegularizer, type RegularizerSpec, serializeRegularizer } from '../regularizers/table.ts';
import type { Weight } from '../weight.ts';
import { positiveInteger } from './checks.ts';
import { ConvBase, type ConvBaseConfig } from './conv-base.ts';

export interface DepthwiseConv2DConfig
  extends Omit<ConvBaseConfig, 'kernelInitializer' | 'kernelRegularizer'> {
  /** Output channels per input channel. Default 1. */
  readonly depthMultiplier?: number;
  /** Default `glorot_uniform`. */
  readonly depthwiseInitializer?: InitializerSpec;
  readonly depthwiseRegularizer?: RegularizerSpec | null;
}

/**
 * Convolves each channel by itself: (batch, height, width, channels) → (batch, height', width', channels ·
 * depthMultiplier). Weights: kernel [height, width, channels, depthMultiplier], bias. Keras: `keras.layers.DepthwiseConv2D`.
 */
export class DepthwiseConv2D extends ConvBase {
  readonly depthMultiplier: number;
  readonly #initializer: Initializer;
  readonly #regularizer: Regularizer | null;
  #kernel: Weight | null = null;

  constructor(config: DepthwiseConv2DConfig) {
    super(2, config);
    this.depthMultiplier = positiveInteger(this.name, 'depthMultiplier', config.depthMultiplier ?? 1);
    this.#initializer = getInitializer(config.depthwiseInitializer ?? 'glorot_uniform');
    this.#regularizer = getRegularizer(config.depthwiseRegularizer);
  }

  override get className(): string {
    return 'DepthwiseConv2D';
  }

  protected override build([input]: readonly SymbolicShape[]): void {
    this.computeOutputShape([input!]);
    const channels = input![3]!;
    const shape = [...this.kernelSize, channels, this.depthMultiplier];
    this.#kernel = this.addKernel('kernel', shape, this.#initializer, this.#regularizer);
    this.addBias(channels * this.depthMultiplier);
  }

  protected override get builtChannels(): number | null {
    return this.#kernel?.shape[2] ?? null;
  }

  protected override outputChannels(channels: number): number {
    return channels * this.depthMultiplier;
  }

  protected override convolve(ctx: CallContext, x: ValueId): ValueId {
    return depthwiseConv(ctx.b, x, ctx.weight(this.#kernel!), this.windowAttrs(ctx.b.shapeOf(x)));
  }

  protected override ownConfig(): Record<string, unknown> {
    return {
      depthMultiplier: this.depthMultiplier,
      ...this.baseConfig(),
      depthwiseInitializer: serializeInitializer(this.#initializer),
      biasInitializer: serializeInitializer(this.options.biasInitializer),
      depthwiseRegularizer: serializeRegularizer(this.#regularizer),
      biasRegularizer: serializeRegularizer(this.options.biasRegularizer),
    };
  }
}

/** See `DepthwiseConv2D`. */
export const depthwiseConv2d = (config: DepthwiseConv2DConfig): DepthwiseConv2D =>
  new DepthwiseConv2D(config);
