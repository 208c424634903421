import type { SymbolicShape } from '../../core/shape.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import type { CallContext } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { channelsLast, fraction, imageShape } from './checks.ts';
import { dropValues } from './drop-values.ts';
import { ShapeKeepingLayer } from './shape-keeping-layer.ts';

export interface SpatialDropout2DConfig extends LayerConfig {
  /** Fraction of the channels to drop, from 0 to 1. Editable while training. */
  readonly rate: number;
  readonly dataFormat?: 'channels_last' | null;
  readonly seed?: number | null;
}

/**
 * Dropout of whole channels of (batch, height, width, channels) in training; else the identity.
 * Keras: `keras.layers.SpatialDropout2D`.
 */
export class SpatialDropout2D extends ShapeKeepingLayer {
  readonly rate: number;
  readonly #seed: number | null;

  constructor(config: SpatialDropout2DConfig) {
    super(config);
    channelsLast(this.name, config.dataFormat);
    this.rate = fraction(this.name, 'rate', config.rate);
    this.#seed = config.seed ?? null;
  }

  override get className(): string {
    return 'SpatialDropout2D';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    return [imageShape('SpatialDropout2D', input!)];
  }

  protected override map(ctx: CallContext, x: ValueId): ValueId {
    if (!ctx.training || this.rate === 0) return x;
    const [batch, , , channels] = ctx.b.shapeOf(x);
    return dropValues(ctx, x, this.name, this.rate, [batch!, 1, 1, channels!]);
  }

  protected override ownConfig(): Record<string, unknown> {
    return { rate: this.rate, seed: this.#seed, dataFormat: 'channels_last' };
  }
}

/** See `SpatialDropout2D`. */
export const spatialDropout2d = (config: SpatialDropout2DConfig): SpatialDropout2D =>
  new SpatialDropout2D(config);
