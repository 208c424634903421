import type { SymbolicShape } from '../../core/shape.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { convInputGrad } from '../../graph/ops/conv.ts';
import { type TransposeAxis, transposeOutputSize, transposePad } from '../../graph/ops/padding.ts';
import type { CallContext } from '../call-context.ts';
import type { Weight } from '../weight.ts';
import { pair, positiveInteger } from './checks.ts';
import { ConvBase, type ConvBaseConfig, type Window } from './conv-base.ts';
import { kernelOptionsConfig } from './kernel-options.ts';

export interface Conv2DTransposeConfig extends ConvBaseConfig {
  /** Channels of the output. */
  readonly filters: number;
  /** Rows and columns added on one side, less than the stride. Default: as the padding mode needs. */
  readonly outputPadding?: Window | null;
}

/**
 * The transpose of a convolution, which enlarges by the strides: (batch, height, width, channels) → (batch, height', width',
 * filters). Weights: kernel [height, width, filters, channels], bias [filters]. Keras: `keras.layers.Conv2DTranspose`.
 */
export class Conv2DTranspose extends ConvBase {
  readonly filters: number;
  readonly outputPadding: readonly [number, number] | null;
  #kernel: Weight | null = null;

  constructor(config: Conv2DTransposeConfig) {
    super(2, config);
    this.filters = positiveInteger(this.name, 'filters', config.filters);
    const { outputPadding = null } = config;
    this.outputPadding = outputPadding === null ? null : pair(this.name, 'outputPadding', outputPadding, 0);
  }

  override get className(): string {
    return 'Conv2DTranspose';
  }

  protected override build([input]: readonly SymbolicShape[]): void {
    this.computeOutputShape([input!]);
    const { kernelInitializer, kernelRegularizer } = this.options;
    const shape = [...this.kernelSize, this.filters, input![3]!];
    this.#kernel = this.addKernel('kernel', shape, kernelInitializer, kernelRegularizer);
    this.addBias(this.filters);
  }

  protected override get builtChannels(): number | null {
    return this.#kernel?.shape[3] ?? null;
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  protected override outputSizes(sizes: readonly [number, number]): [number, number] {
    return [transposeOutputSize(this.#axis(sizes, 0)), transposeOutputSize(this.#axis(sizes, 1))];
  }

  protected override convolve(ctx: CallContext, x: ValueId): ValueId {
    const [batch, height, width] = ctx.b.shapeOf(x);
    const sizes = [height!, width!] as const;
    return convInputGrad(ctx.b, x, ctx.weight(this.#kernel!), {
      strides: this.strides,
      dilation: this.dilationRate,
      padding: [transposePad(this.#axis(sizes, 0)), transposePad(this.#axis(sizes, 1))],
      inputShape: [batch!, ...this.outputSizes(sizes), this.filters],
    });
  }

  #axis(sizes: readonly [number, number], i: 0 | 1): TransposeAxis {
    return {
      input: sizes[i],
      kernel: this.kernelSize[i],
      stride: this.strides[i],
      dilation: this.dilationRate[i],
      mode: this.padding === 'same' ? 'same' : 'valid',
      outputPadding: this.outputPadding?.[i] ?? null,
    };
  }

  protected override ownConfig(): Record<string, unknown> {
    return {
      filters: this.filters,
      ...this.baseConfig(),
      outputPadding: this.outputPadding,
      ...kernelOptionsConfig(this.options),
    };
  }
}

/** See `Conv2DTranspose`. */
export const conv2dTranspose = (config: Conv2DTransposeConfig): Conv2DTranspose =>
  new Conv2DTranspose(config);
