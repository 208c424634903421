import type { DType } from '../../core/dtype.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { addScalar, mulScalar } from '../../graph/ops/arithmetic.ts';
import { cast } from '../../graph/ops/cast.ts';
import type { CallContext } from '../call-context.ts';
import type { InputDTypes, LayerConfig } from '../layer.ts';
import { ShapeKeepingLayer } from './shape-keeping-layer.ts';

export interface RescalingConfig extends LayerConfig {
  readonly scale: number;
  /** Default 0. */
  readonly offset?: number;
}

/** x · scale + offset as float32, of an input of any dtype; keeps the shape. Keras: `keras.layers.Rescaling`. */
export class Rescaling extends ShapeKeepingLayer {
  readonly scale: number;
  readonly offset: number;

  constructor(config: RescalingConfig) {
    super(config);
    this.scale = config.scale;
    this.offset = config.offset ?? 0;
  }

  override get className(): string {
    return 'Rescaling';
  }

  override get inputDTypes(): InputDTypes {
    return 'any';
  }

  override computeOutputDType(): readonly DType[] {
    return ['float32'];
  }

  protected override map({ b }: CallContext, x: ValueId): ValueId {
    return addScalar(b, mulScalar(b, cast(b, x, 'float32'), this.scale), this.offset);
  }

  protected override ownConfig(): Record<string, unknown> {
    return { scale: this.scale, offset: this.offset };
  }
}

/** See `Rescaling`. `rescaling({ scale: 1 / 255 })` */
export const rescaling = (config: RescalingConfig): Rescaling => new Rescaling(config);
