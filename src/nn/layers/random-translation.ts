import { configError } from '../../core/errors.ts';
import type { SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import {
  add,
  addScalar,
  binary,
  maskNonZero,
  maximum,
  minimum,
  mulScalar,
  multiply,
  subtract,
} from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { cast } from '../../graph/ops/cast.ts';
import { constant } from '../../graph/ops/constant.ts';
import { gather } from '../../graph/ops/gather.ts';
import { iota } from '../../graph/ops/iota.ts';
import { randomUniform } from '../../graph/ops/random.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { unary } from '../../graph/ops/unary.ts';
import type { CallContext } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { channelsLast, imageShape, oneOf, shown } from './checks.ts';
import { ShapeKeepingLayer } from './shape-keeping-layer.ts';

const FILL_MODES = ['constant', 'nearest'] as const;
const INTERPOLATIONS = ['nearest'] as const;

/** A part of the side, either way; or the least and the greatest part. */
export type TranslationFactor = number | readonly [number, number];

export interface RandomTranslationConfig extends LayerConfig {
  readonly heightFactor: TranslationFactor;
  readonly widthFactor: TranslationFactor;
  /** What lies outside the picture: zeros, or the nearest pixel. */
  readonly fillMode: (typeof FILL_MODES)[number];
  /** Pictures move by whole pixels. */
  readonly interpolation: (typeof INTERPOLATIONS)[number];
  readonly dataFormat?: 'channels_last' | null;
  /** Accepted as in Keras; the numbers come from the seed of the step. */
  readonly seed?: number | null;
}

/**
 * In training, moves each picture of (batch, height, width, channels) down and to the right by parts of its sides drawn evenly,
 * rounded to whole pixels; else the identity. Keras: `keras.layers.RandomTranslation`, of which it takes the fill modes
 * `constant` (zeros) and `nearest`, and the interpolation `nearest`.
 */
export class RandomTranslation extends ShapeKeepingLayer {
  readonly height: readonly [number, number];
  readonly width: readonly [number, number];
  readonly fillMode: (typeof FILL_MODES)[number];
  readonly #seed: number | null;

  constructor(config: RandomTranslationConfig) {
    super(config);
    channelsLast(this.name, config.dataFormat);
    this.height = range(this.name, 'heightFactor', config.heightFactor);
    this.width = range(this.name, 'widthFactor', config.widthFactor);
    this.fillMode = oneOf(this.name, 'fillMode', config.fillMode, FILL_MODES);
    oneOf(this.name, 'interpolation', config.interpolation, INTERPOLATIONS);
    this.#seed = config.seed ?? null;
  }

  override get className(): string {
    return 'RandomTranslation';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    return [imageShape('RandomTranslation', input!)];
  }

  /** out[n, y, x] = in[n, y − dy(n), x − dx(n)] */
  protected override map(ctx: CallContext, x: ValueId): ValueId {
    if (!ctx.training) return x;
    const { b } = ctx;
    const [batch, height, width, channels] = b.shapeOf(x) as [number, number, number, number];
    const rows = source(ctx, [batch, height, width], 1, this.height);
    const columns = source(ctx, [batch, height, width], 2, this.width);
    const image = scaled(b, iota(b, [batch, height, width], 0), height);
    const place = add(b, scaled(b, add(b, image, rows.clamped), width), columns.clamped);
    const moved = gather(b, reshape(b, x, [batch * height * width, channels]), place);
    if (this.fillMode === 'nearest') return moved;
    const inside = multiply(b, rows.inside, columns.inside);
    return maskNonZero(b, broadcastInDim(b, inside, b.shapeOf(x), [0, 1, 2]), moved);
  }

  protected override ownConfig(): Record<string, unknown> {
    return {
      heightFactor: this.height,
      widthFactor: this.width,
      fillMode: this.fillMode,
      interpolation: 'nearest',
      seed: this.#seed,
      dataFormat: 'channels_last',
    };
  }
}

interface Source {
  /** int32, inside the picture. */
  readonly clamped: ValueId;
  /** float32, 1 where it needed no clamping. */
  readonly inside: ValueId;
}

/** Along `axis` of pixels [batch, height, width]: where each comes from, in whole pixels. */
function source(
  ctx: CallContext,
  pixels: number[],
  axis: number,
  [low, high]: readonly [number, number],
): Source {
  const { b } = ctx;
  const size = pixels[axis]!;
  const part = addScalar(b, mulScalar(b, draws(ctx, pixels[0]!), high - low), low);
  const shift = cast(b, unary(b, 'floor', addScalar(b, mulScalar(b, part, size), 0.5)), 'int32');
  const from = subtract(b, iota(b, pixels, axis), broadcastInDim(b, shift, pixels, [0]));
  const [first, last] = [constant(b, 0, 'int32'), constant(b, size - 1, 'int32')];
  return {
    clamped: minimum(b, maximum(b, from, first), last),
    inside: multiply(b, binary(b, 'ge', from, first), binary(b, 'le', from, last)),
  };
}

/** One number in [0, 1) for each picture. */
const draws = (ctx: CallContext, batch: number): ValueId =>
  randomUniform(ctx.b, ctx.seed, [batch], ctx.nextStream());

/** An int32 times a whole number. */
const scaled = (b: Builder, x: ValueId, by: number): ValueId => multiply(b, x, constant(b, by, 'int32'));

function range(where: string, option: string, value: TranslationFactor): readonly [number, number] {
  const [low, high] = typeof value === 'number' ? [-value, value] : value;
  if (low >= -1 && high <= 1 && low <= high) return [low, high];
  throw configError({
    where,
    must: `${option} must be a part from 0 to 1, or the least and the greatest from −1 to 1`,
    got: shown(value),
  });
}

/** See `RandomTranslation`. */
export const randomTranslation = (config: RandomTranslationConfig): RandomTranslation =>
  new RandomTranslation(config);
