import { configError, shapeError } from '../../core/errors.ts';
import { formatShape, type SymbolicShape } from '../../core/shape.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { concatenate } from '../../graph/ops/concatenate.ts';
import { conv2d } from '../../graph/ops/conv.ts';
import { sliceAxis } from '../../graph/ops/slice.ts';
import type { CallContext } from '../call-context.ts';
import type { Weight } from '../weight.ts';
import { positiveInteger } from './checks.ts';
import { ConvBase, type ConvBaseConfig } from './conv-base.ts';
import { kernelOptionsConfig } from './kernel-options.ts';

export interface ConvConfig extends ConvBaseConfig {
  /** Channels of the output. */
  readonly filters: number;
  /** Groups of channels that are convolved separately. Default 1. */
  readonly groups?: number;
}

/** Convolution over time or images. Weights: kernel [...kernelSize, channels / groups, filters], bias [filters]. */
export abstract class ConvLayer extends ConvBase {
  readonly filters: number;
  readonly groups: number;
  #kernel: Weight | null = null;

  constructor(rank: 1 | 2, config: ConvConfig) {
    super(rank, config);
    this.filters = positiveInteger(this.name, 'filters', config.filters);
    this.groups = positiveInteger(this.name, 'groups', config.groups ?? 1);
    if (this.filters % this.groups !== 0) {
      throw configError({
        where: this.name,
        must: 'filters must be divisible by groups',
        got: `${this.filters} filters and ${this.groups} groups`,
      });
    }
  }

  protected override build([input]: readonly SymbolicShape[]): void {
    this.computeOutputShape([input!]);
    const channels = input![input!.length - 1]!;
    if (channels % this.groups !== 0) {
      throw shapeError({
        where: this.className,
        must: `the channels of the input must be divisible by ${this.groups} groups`,
        got: formatShape(input!),
      });
    }
    const { kernelInitializer, kernelRegularizer } = this.options;
    const shape = [...this.kernelSize, channels / this.groups, this.filters];
    this.#kernel = this.addKernel('kernel', shape, kernelInitializer, kernelRegularizer);
    this.addBias(this.filters);
  }

  protected override get builtChannels(): number | null {
    const shape = this.#kernel?.shape;
    return shape === undefined ? null : shape[shape.length - 2]! * this.groups;
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  protected override convolve(ctx: CallContext, x: ValueId): ValueId {
    const { b } = ctx;
    const kernel = this.kernelValue(ctx, this.#kernel!);
    const attrs = this.windowAttrs(b.shapeOf(x));
    if (this.groups === 1) return conv2d(b, x, kernel, attrs);
    const [inputs, outputs] = [b.shapeOf(x)[3]! / this.groups, this.filters / this.groups];
    const parts = Array.from({ length: this.groups }, (_, g) =>
      conv2d(b, sliceAxis(b, x, 3, g * inputs, inputs), sliceAxis(b, kernel, 3, g * outputs, outputs), attrs),
    );
    return concatenate(b, parts, 3);
  }

  protected override ownConfig(): Record<string, unknown> {
    return {
      filters: this.filters,
      ...this.baseConfig(),
      groups: this.groups,
      ...kernelOptionsConfig(this.options),
    };
  }
}
