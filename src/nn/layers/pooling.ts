import { shapeError } from '../../core/errors.ts';
import { formatShape, type Shape, type SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { avgPool } from '../../graph/ops/avg-pool.ts';
import { maxPool } from '../../graph/ops/max-pool.ts';
import { explicitPad, outputSize, type Pad } from '../../graph/ops/padding.ts';
import type { PoolAttrs } from '../../graph/ops/pool-window.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { Layer, type LayerConfig } from '../layer.ts';
import { channelsLast, imageShape, oneOf, pair, sequenceShape, shown, single } from './checks.ts';
import { asImage, asSequence, type Window } from './conv-base.ts';

export interface PoolingConfig extends LayerConfig {
  /** Size of the window. Default 2. */
  readonly poolSize?: Window;
  /** Default: poolSize. */
  readonly strides?: Window | null;
  /** Default `valid`. */
  readonly padding?: 'valid' | 'same';
  readonly dataFormat?: 'channels_last' | null;
}

/** What pooling over time (rank 1, as an image of height 1) and over images shares. */
export abstract class Pooling extends Layer {
  readonly rank: 1 | 2;
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'valid' | 'same';

  constructor(rank: 1 | 2, config: PoolingConfig) {
    super(config);
    this.rank = rank;
    channelsLast(this.name, config.dataFormat);
    const size = config.poolSize ?? 2;
    this.poolSize = this.#window('poolSize', size);
    this.strides = this.#window('strides', config.strides ?? size);
    this.padding = oneOf(this.name, 'padding', config.padding ?? 'valid', ['valid', 'same']);
  }

  protected abstract pool(b: Builder, x: ValueId, attrs: PoolAttrs): ValueId;

  #window(option: string, value: Window): [number, number] {
    return this.rank === 1 ? [1, single(this.name, option, value)] : pair(this.name, option, value);
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    const shape = (this.rank === 1 ? sequenceShape : imageShape)(this.className, input!);
    const sizes = (this.rank === 1 ? [1, shape[1]] : [shape[1], shape[2]]) as [number, number];
    const pads = this.#pads(sizes);
    const out = sizes.map((size, i) => outputSize(size, this.poolSize[i]!, this.strides[i]!, pads[i]!));
    if (out.some((size) => size < 1)) {
      throw shapeError({
        where: this.className,
        must: 'the window must fit into the input at least once',
        got: `poolSize ${shown(this.#axes(this.poolSize))} on ${formatShape(input!)}`,
        try: "padding: 'same', or a smaller window",
      });
    }
    return [[shape[0]!, ...(this.rank === 1 ? out.slice(1) : out), shape[shape.length - 1]!]];
  }

  override call({ b }: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const image = this.rank === 2 ? x!.value : asImage(b, x!.value);
    const y = this.pool(b, image, this.#attrs(b.shapeOf(image)));
    return [{ value: this.rank === 2 ? y : asSequence(b, y) }];
  }

  #attrs([, height, width]: Shape): PoolAttrs {
    return { window: this.poolSize, strides: this.strides, padding: this.#pads([height!, width!]) };
  }

  #pads(sizes: readonly [number, number]): [Pad, Pad] {
    return [0, 1].map((i) => explicitPad(this.padding, sizes[i]!, this.poolSize[i]!, this.strides[i]!)) as [
      Pad,
      Pad,
    ];
  }

  #axes(values: readonly [number, number]): number[] {
    return this.rank === 1 ? [values[1]] : [...values];
  }

  protected override ownConfig(): Record<string, unknown> {
    return {
      poolSize: this.#axes(this.poolSize),
      strides: this.#axes(this.strides),
      padding: this.padding,
      dataFormat: 'channels_last',
    };
  }
}

/** Largest element of each window. */
export abstract class MaxPooling extends Pooling {
  protected override pool(b: Builder, x: ValueId, attrs: PoolAttrs): ValueId {
    return maxPool(b, x, attrs)[0]!;
  }
}

/** Mean of the real elements of each window; padding does not count. */
export abstract class AveragePooling extends Pooling {
  protected override pool(b: Builder, x: ValueId, attrs: PoolAttrs): ValueId {
    return avgPool(b, x, attrs);
  }
}
