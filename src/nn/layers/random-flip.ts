import type { SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { binary } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { constant } from '../../graph/ops/constant.ts';
import { randomUniform } from '../../graph/ops/random.ts';
import { reverse } from '../../graph/ops/reverse.ts';
import { select } from '../../graph/ops/select.ts';
import type { CallContext } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { channelsLast, imageShape, oneOf } from './checks.ts';
import { ShapeKeepingLayer } from './shape-keeping-layer.ts';

const MODES = ['horizontal', 'vertical', 'horizontal_and_vertical'] as const;

export interface RandomFlipConfig extends LayerConfig {
  /** Default `horizontal_and_vertical`. */
  readonly mode?: (typeof MODES)[number];
  readonly dataFormat?: 'channels_last' | null;
  /** Accepted as in Keras; the numbers come from the seed of the step. */
  readonly seed?: number | null;
}

/**
 * In training, mirrors each picture of (batch, height, width, channels) with probability ½, by each axis of the mode
 * separately; else the identity. Keras: `keras.layers.RandomFlip`.
 */
export class RandomFlip extends ShapeKeepingLayer {
  readonly mode: (typeof MODES)[number];
  readonly #seed: number | null;

  constructor(config: RandomFlipConfig = {}) {
    super(config);
    channelsLast(this.name, config.dataFormat);
    this.mode = oneOf(this.name, 'mode', config.mode ?? 'horizontal_and_vertical', MODES);
    this.#seed = config.seed ?? null;
  }

  override get className(): string {
    return 'RandomFlip';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    return [imageShape('RandomFlip', input!)];
  }

  protected override map(ctx: CallContext, x: ValueId): ValueId {
    if (!ctx.training) return x;
    const rows = this.mode === 'horizontal' ? x : flipped(ctx, x, 1);
    return this.mode === 'vertical' ? rows : flipped(ctx, rows, 2);
  }

  protected override ownConfig(): Record<string, unknown> {
    return { mode: this.mode, seed: this.#seed, dataFormat: 'channels_last' };
  }
}

/** Every second picture, at random, with `axis` in the opposite order. */
function flipped(ctx: CallContext, x: ValueId, axis: number): ValueId {
  const { b } = ctx;
  const draws = randomUniform(b, ctx.seed, [b.shapeOf(x)[0]!], ctx.nextStream());
  return select(b, perPicture(b, binary(b, 'lt', draws, constant(b, 0.5)), x), reverse(b, x, axis), x);
}

/** A number for each picture, spread over x. */
const perPicture = (b: Builder, value: ValueId, x: ValueId): ValueId =>
  broadcastInDim(b, value, b.shapeOf(x), [0]);

/** See `RandomFlip`. `randomFlip({ mode: 'horizontal' })` */
export const randomFlip = (config: RandomFlipConfig = {}): RandomFlip => new RandomFlip(config);
