import type { Shape, SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { divide, multiply } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { mean, reduce } from '../../graph/ops/reduce.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { Layer, type LayerConfig } from '../layer.ts';
import { channelsLast, imageShape, sequenceShape } from './checks.ts';

export interface GlobalPoolingConfig extends LayerConfig {
  /** Keep the pooled axes with size 1. Default false. */
  readonly keepdims?: boolean;
  readonly dataFormat?: 'channels_last' | null;
}

/** Folds all axes but batch and channels. */
export abstract class GlobalPooling extends Layer {
  readonly rank: 1 | 2;
  readonly keepdims: boolean;

  constructor(rank: 1 | 2, config: GlobalPoolingConfig) {
    super(config);
    this.rank = rank;
    channelsLast(this.name, config.dataFormat);
    this.keepdims = config.keepdims ?? false;
  }

  protected abstract fold(b: Builder, x: ValueId, axes: readonly number[]): ValueId;

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    (this.rank === 1 ? sequenceShape : imageShape)(this.className, input!);
    return [this.#outputShape(input!)];
  }

  override call({ b }: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const y =
      x!.mask === undefined ? this.fold(b, x!.value, this.#axes) : this.foldMasked(b, x!.value, x!.mask);
    return [{ value: reshape(b, y, this.#outputShape(b.shapeOf(x!.value)) as Shape) }];
  }

  /** How masked input is folded; by default the mask is ignored. */
  protected foldMasked(b: Builder, x: ValueId, _mask: ValueId): ValueId {
    return this.fold(b, x, this.#axes);
  }

  get #axes(): number[] {
    return this.rank === 1 ? [1] : [1, 2];
  }

  #outputShape(input: SymbolicShape): SymbolicShape {
    const ones = this.keepdims ? this.#axes.map(() => 1) : [];
    return [input[0]!, ...ones, input[input.length - 1]!];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { dataFormat: 'channels_last', keepdims: this.keepdims };
  }
}

/** The largest element of each channel. */
export abstract class GlobalMaxPooling extends GlobalPooling {
  protected override fold(b: Builder, x: ValueId, axes: readonly number[]): ValueId {
    return reduce(b, 'max', x, axes);
  }
}

/** The mean of each channel. */
export abstract class GlobalAveragePooling extends GlobalPooling {
  protected override fold(b: Builder, x: ValueId, axes: readonly number[]): ValueId {
    return mean(b, x, axes);
  }
}

/** Σ_t m_t x_t / Σ_t m_t over (batch, time, channels). */
export function maskedMean(b: Builder, x: ValueId, mask: ValueId): ValueId {
  const shape = b.shapeOf(x);
  const total = reduce(b, 'sum', multiply(b, x, broadcastInDim(b, mask, shape, [0, 1])), [1]);
  const count = reduce(b, 'sum', mask, [1]);
  return divide(b, total, broadcastInDim(b, count, [shape[0]!, shape[2]!], [0]));
}
