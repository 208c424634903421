import { shapeError } from '../../core/errors.ts';
import { formatShape, type SymbolicShape } from '../../core/shape.ts';
import { slice } from '../../graph/ops/slice.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { Layer, type LayerConfig } from '../layer.ts';
import { channelsLast, imageShape } from './checks.ts';
import { fourSides, type Sides, type SidesOption } from './sides.ts';

export interface Cropping2DConfig extends LayerConfig {
  /** Rows and columns to take away. Default 0. */
  readonly cropping?: SidesOption;
  readonly dataFormat?: 'channels_last' | null;
}

/**
 * Takes rows and columns away from the sides of (batch, height, width, channels). Keras: `keras.layers.Cropping2D`.
 */
export class Cropping2D extends Layer {
  readonly cropping: Sides;

  constructor(config: Cropping2DConfig = {}) {
    super(config);
    channelsLast(this.name, config.dataFormat);
    this.cropping = fourSides(this.name, 'cropping', config.cropping ?? 0);
  }

  override get className(): string {
    return 'Cropping2D';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    const [batch, height, width, channels] = imageShape('Cropping2D', input!);
    const [[top, bottom], [left, right]] = this.cropping;
    const out = [batch!, height! - top - bottom, width! - left - right, channels!];
    if (out[1]! > 0 && out[2]! > 0) return [out];
    throw shapeError({
      where: 'Cropping2D',
      must: 'the input must be larger than what is cropped',
      got: `${formatShape(input!)} cropped by ${JSON.stringify(this.cropping)}`,
    });
  }

  override call({ b }: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const [[top], [left]] = this.cropping;
    const shape = this.computeOutputShape([b.shapeOf(x!.value)])[0] as number[];
    return [{ value: slice(b, x!.value, [0, top, left, 0], shape) }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { cropping: this.cropping, dataFormat: 'channels_last' };
  }
}

/** See `Cropping2D`. */
export const cropping2d = (config: Cropping2DConfig = {}): Cropping2D => new Cropping2D(config);
