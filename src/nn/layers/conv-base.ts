import { configError, shapeError } from '../../core/errors.ts';
import { formatShape, type Shape, type SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add } from '../../graph/ops/arithmetic.ts';
import { causalPad, explicitPad, outputSize, type Pad } from '../../graph/ops/padding.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import type { WindowAttrs } from '../../graph/ops/window.ts';
import { type ActivationName, activate, activationName } from '../activations/table.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { Layer, type LayerConfig } from '../layer.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import type { Weight } from '../weight.ts';
import { channelsLast, imageShape, oneOf, pair, sequenceShape, shown, single } from './checks.ts';
import { type KernelConfig, type KernelOptions, kernelOptions } from './kernel-options.ts';

/** `n`, or one number per axis. */
export type Window = number | readonly number[];

export type ConvPadding = 'valid' | 'same' | 'causal';

/** Options that all convolutions share. */
export interface ConvBaseConfig extends LayerConfig, KernelConfig {
  /** Size of the window: n, or one number per axis. */
  readonly kernelSize: Window;
  /** Default 1. */
  readonly strides?: Window;
  /** `same` pads as TensorFlow does. Default `valid`. */
  readonly padding?: ConvPadding;
  /** Distance of the taps. Default 1. */
  readonly dilationRate?: Window;
  readonly dataFormat?: 'channels_last' | null;
  /** Default: none (linear). */
  readonly activation?: string | null;
}

/**
 * What convolutions over time (rank 1) and over images (rank 2) share. Time is computed as an image of height 1, so
 * windows are [height, width] throughout.
 */
export abstract class ConvBase extends Layer {
  readonly rank: 1 | 2;
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilationRate: readonly [number, number];
  readonly padding: ConvPadding;
  readonly activation: ActivationName;
  protected readonly options: KernelOptions;
  protected bias: Weight | null = null;

  constructor(rank: 1 | 2, config: ConvBaseConfig) {
    super(config);
    this.rank = rank;
    channelsLast(this.name, config.dataFormat);
    this.kernelSize = window(this.name, 'kernelSize', config.kernelSize, rank);
    this.strides = window(this.name, 'strides', config.strides ?? 1, rank);
    this.dilationRate = window(this.name, 'dilationRate', config.dilationRate ?? 1, rank);
    const modes = rank === 1 ? (['valid', 'same', 'causal'] as const) : (['valid', 'same'] as const);
    this.padding = oneOf(this.name, 'padding', config.padding ?? 'valid', modes);
    this.activation = activationName(config.activation);
    this.options = kernelOptions(config);
    if (Math.max(...this.strides) > 1 && Math.max(...this.dilationRate) > 1) {
      throw configError({
        where: this.name,
        must: 'strides and dilationRate cannot both be above 1',
        got: `strides ${shown(this.axes(this.strides))} and dilationRate ${shown(this.axes(this.dilationRate))}`,
      });
    }
  }

  /** Channels of the output. */
  protected abstract outputChannels(inputChannels: number): number;

  /** The convolution itself, on [batch, height, width, channels]. */
  protected abstract convolve(ctx: CallContext, x: ValueId): ValueId;

  /** Output sizes of [height, width]. */
  protected outputSizes(sizes: readonly [number, number]): [number, number] {
    const pads = this.pads(sizes);
    return [0, 1].map((i) =>
      outputSize(sizes[i]!, this.kernelSize[i]!, this.strides[i]!, pads[i]!, this.dilationRate[i]!),
    ) as [number, number];
  }

  protected pads(sizes: readonly [number, number]): [Pad, Pad] {
    return [0, 1].map((i) => {
      const [kernel, dilation] = [this.kernelSize[i]!, this.dilationRate[i]!];
      if (this.padding === 'causal') return causalPad(kernel, dilation);
      return explicitPad(this.padding, sizes[i]!, kernel, this.strides[i]!, dilation);
    }) as [Pad, Pad];
  }

  /** Attributes of the graph op for an input [batch, height, width, channels]. */
  protected windowAttrs([, height, width]: Shape): WindowAttrs {
    return { strides: this.strides, padding: this.pads([height!, width!]), dilation: this.dilationRate };
  }

  /** One number per axis of this rank, of a [vertical, horizontal] pair. */
  protected axes(values: readonly [number, number]): number[] {
    return this.rank === 1 ? [values[1]] : [...values];
  }

  protected addBias(size: number): void {
    if (!this.options.useBias) return;
    this.bias = this.addWeight({
      name: 'bias',
      shape: [size],
      initializer: this.options.biasInitializer,
      regularizer: this.options.biasRegularizer,
    });
  }

  protected addKernel(
    name: string,
    shape: Shape,
    initializer: Initializer,
    regularizer: Regularizer | null,
  ): Weight {
    const shown = this.rank === 1 ? shape.slice(1) : shape;
    return this.addWeight({ name, shape: shown, initializer, regularizer });
  }

  /** A kernel's value as [height, width, in, out]. */
  protected kernelValue(ctx: CallContext, weight: Weight): ValueId {
    return this.rank === 2 ? ctx.weight(weight) : reshape(ctx.b, ctx.weight(weight), [1, ...weight.shape]);
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    const [height, width, channels] = this.#sizes(input!);
    const [outHeight, outWidth] = this.outputSizes([height, width]);
    if (outHeight < 1 || outWidth < 1) {
      throw shapeError({
        where: this.className,
        must: 'the kernel must fit into the input at least once',
        got: `kernelSize ${shown(this.axes(this.kernelSize))} on ${formatShape(input!)}`,
        try: "padding: 'same', or a smaller kernel",
      });
    }
    const outputs = this.rank === 1 ? [outWidth] : [outHeight, outWidth];
    return [[input![0]!, ...outputs, this.outputChannels(channels)]];
  }

  #sizes(input: SymbolicShape): [number, number, number] {
    const shape = (this.rank === 1 ? sequenceShape : imageShape)(this.className, input);
    const sizes = (this.rank === 1 ? [1, ...shape.slice(1)] : shape.slice(1)) as [number, number, number];
    const expected = this.builtChannels;
    if (expected === null || expected === sizes[2]) return sizes;
    throw shapeError({
      where: this.className,
      must: `the input must have ${expected} channels, as many as it was built for`,
      got: formatShape(input),
    });
  }

  /** Channels that the kernel was made for, null before. */
  protected abstract get builtChannels(): number | null;

  override call(ctx: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const { b } = ctx;
    const y = this.convolve(ctx, this.rank === 2 ? x!.value : asImage(b, x!.value));
    const biased = this.bias === null ? y : add(b, y, ctx.weight(this.bias));
    const z = activate(b, this.activation, biased);
    return [{ value: this.rank === 2 ? z : asSequence(b, z) }];
  }

  protected baseConfig(): Record<string, unknown> {
    return {
      kernelSize: this.axes(this.kernelSize),
      strides: this.axes(this.strides),
      padding: this.padding,
      dataFormat: 'channels_last',
      dilationRate: this.axes(this.dilationRate),
      activation: this.activation,
      useBias: this.options.useBias,
    };
  }
}

function window(where: string, option: string, value: Window, rank: 1 | 2): [number, number] {
  return rank === 1 ? [1, single(where, option, value)] : pair(where, option, value);
}

/** [batch, time, channels] as an image of height 1. */
export function asImage(b: Builder, x: ValueId): ValueId {
  const [batch, ...rest] = b.shapeOf(x);
  return reshape(b, x, [batch!, 1, ...rest]);
}

/** The inverse of asImage. */
export function asSequence(b: Builder, x: ValueId): ValueId {
  const [batch, , ...rest] = b.shapeOf(x);
  return reshape(b, x, [batch!, ...rest]);
}
