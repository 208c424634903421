import type { SymbolicShape } from '../../core/shape.ts';
import { pad } from '../../graph/ops/pad.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { Layer, type LayerConfig } from '../layer.ts';
import { channelsLast, imageShape } from './checks.ts';
import { fourSides, type Sides, type SidesOption } from './sides.ts';

export interface ZeroPadding2DConfig extends LayerConfig {
  /** Rows and columns to add. Default 1. */
  readonly padding?: SidesOption;
  readonly dataFormat?: 'channels_last' | null;
}

/**
 * Zeros around images: (batch, height, width, channels) grows by top + bottom rows and left + right columns.
 * Keras: `keras.layers.ZeroPadding2D`.
 */
export class ZeroPadding2D extends Layer {
  readonly padding: Sides;

  constructor(config: ZeroPadding2DConfig = {}) {
    super(config);
    channelsLast(this.name, config.dataFormat);
    this.padding = fourSides(this.name, 'padding', config.padding ?? 1);
  }

  override get className(): string {
    return 'ZeroPadding2D';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    const [batch, height, width, channels] = imageShape('ZeroPadding2D', input!);
    const [[top, bottom], [left, right]] = this.padding;
    return [[batch!, height! + top + bottom, width! + left + right, channels!]];
  }

  override call({ b }: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const [[top, bottom], [left, right]] = this.padding;
    return [{ value: pad(b, x!.value, [0, top, left, 0], [0, bottom, right, 0]) }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { padding: this.padding, dataFormat: 'channels_last' };
  }
}

/** See `ZeroPadding2D`. */
export const zeroPadding2d = (config: ZeroPadding2DConfig = {}): ZeroPadding2D => new ZeroPadding2D(config);
