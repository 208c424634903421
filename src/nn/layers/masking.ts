import type { SymbolicShape } from '../../core/shape.ts';
import { binary, maskNonZero } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { constant } from '../../graph/ops/constant.ts';
import { reduce } from '../../graph/ops/reduce.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { Layer, type LayerConfig } from '../layer.ts';

export interface MaskingConfig extends LayerConfig {
  /** A step whose features all equal this is skipped. Default 0. */
  readonly maskValue?: number;
}

/**
 * Marks the steps of (batch, time, features) in which not every feature equals `maskValue`; the others become 0 and are
 * skipped by layers that know masks. Keras: `keras.layers.Masking`.
 */
export class Masking extends Layer {
  readonly maskValue: number;

  constructor(config: MaskingConfig = {}) {
    super(config);
    this.maskValue = config.maskValue ?? 0;
  }

  override get className(): string {
    return 'Masking';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    return [input!];
  }

  override call({ b }: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const shape = b.shapeOf(x!.value);
    const last = shape.length - 1;
    const differs = binary(b, 'ne', x!.value, constant(b, this.maskValue));
    const mask = reduce(b, 'max', differs, [last]);
    const axes = shape.slice(0, last).map((_, i) => i);
    return [{ value: maskNonZero(b, broadcastInDim(b, mask, shape, axes), x!.value), mask }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { maskValue: this.maskValue };
  }
}

/** See `Masking`. */
export const masking = (config: MaskingConfig = {}): Masking => new Masking(config);
