import type { SymbolicShape } from '../../core/shape.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { conv2d } from '../../graph/ops/conv.ts';
import { depthwiseConv } from '../../graph/ops/depthwise-conv.ts';
import type { CallContext } from '../call-context.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { getInitializer, type InitializerSpec, serializeInitializer } from '../initializers/table.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { getRegularizer, type RegularizerSpec, serializeRegularizer } from '../regularizers/table.ts';
import type { Weight } from '../weight.ts';
import { positiveInteger } from './checks.ts';
import { ConvBase, type ConvBaseConfig } from './conv-base.ts';

export interface SeparableConv2DConfig
  extends Omit<ConvBaseConfig, 'kernelInitializer' | 'kernelRegularizer'> {
  /** Channels of the output. */
  readonly filters: number;
  /** Channels per input channel between the two convolutions. Default 1. */
  readonly depthMultiplier?: number;
  /** Default `glorot_uniform`. */
  readonly depthwiseInitializer?: InitializerSpec;
  /** Default `glorot_uniform`. */
  readonly pointwiseInitializer?: InitializerSpec;
  readonly depthwiseRegularizer?: RegularizerSpec | null;
  readonly pointwiseRegularizer?: RegularizerSpec | null;
}

/**
 * A depthwise convolution, then a 1×1 convolution: (batch, height, width, channels) → (batch, height', width', filters). Weights:
 * depthwise_kernel [height, width, channels, depthMultiplier], pointwise_kernel [1, 1, channels · depthMultiplier, filters],
 * bias. Keras: `keras.layers.SeparableConv2D`.
 */
export class SeparableConv2D extends ConvBase {
  readonly filters: number;
  readonly depthMultiplier: number;
  readonly #initializers: { readonly depthwise: Initializer; readonly pointwise: Initializer };
  readonly #regularizers: { readonly depthwise: Regularizer | null; readonly pointwise: Regularizer | null };
  #depthwise: Weight | null = null;
  #pointwise!: Weight;

  constructor(config: SeparableConv2DConfig) {
    super(2, config);
    this.filters = positiveInteger(this.name, 'filters', config.filters);
    this.depthMultiplier = positiveInteger(this.name, 'depthMultiplier', config.depthMultiplier ?? 1);
    this.#initializers = {
      depthwise: getInitializer(config.depthwiseInitializer ?? 'glorot_uniform'),
      pointwise: getInitializer(config.pointwiseInitializer ?? 'glorot_uniform'),
    };
    this.#regularizers = {
      depthwise: getRegularizer(config.depthwiseRegularizer),
      pointwise: getRegularizer(config.pointwiseRegularizer),
    };
  }

  override get className(): string {
    return 'SeparableConv2D';
  }

  protected override build([input]: readonly SymbolicShape[]): void {
    this.computeOutputShape([input!]);
    const channels = input![3]!;
    const [initializers, regularizers] = [this.#initializers, this.#regularizers];
    this.#depthwise = this.addKernel(
      'depthwise_kernel',
      [...this.kernelSize, channels, this.depthMultiplier],
      initializers.depthwise,
      regularizers.depthwise,
    );
    this.#pointwise = this.addKernel(
      'pointwise_kernel',
      [1, 1, channels * this.depthMultiplier, this.filters],
      initializers.pointwise,
      regularizers.pointwise,
    );
    this.addBias(this.filters);
  }

  protected override get builtChannels(): number | null {
    return this.#depthwise?.shape[2] ?? null;
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  protected override convolve(ctx: CallContext, x: ValueId): ValueId {
    const { b } = ctx;
    const spread = depthwiseConv(b, x, ctx.weight(this.#depthwise!), this.windowAttrs(b.shapeOf(x)));
    const once = {
      strides: [1, 1],
      padding: [
        [0, 0],
        [0, 0],
      ],
      dilation: [1, 1],
    } as const;
    return conv2d(b, spread, ctx.weight(this.#pointwise), once);
  }

  protected override ownConfig(): Record<string, unknown> {
    return {
      filters: this.filters,
      depthMultiplier: this.depthMultiplier,
      ...this.baseConfig(),
      depthwiseInitializer: serializeInitializer(this.#initializers.depthwise),
      pointwiseInitializer: serializeInitializer(this.#initializers.pointwise),
      biasInitializer: serializeInitializer(this.options.biasInitializer),
      depthwiseRegularizer: serializeRegularizer(this.#regularizers.depthwise),
      pointwiseRegularizer: serializeRegularizer(this.#regularizers.pointwise),
      biasRegularizer: serializeRegularizer(this.options.biasRegularizer),
    };
  }
}

/** See `SeparableConv2D`. */
export const separableConv2d = (config: SeparableConv2DConfig): SeparableConv2D =>
  new SeparableConv2D(config);
