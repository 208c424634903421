import { configError, shapeError } from '../../core/errors.ts';
import { formatShape, type SymbolicShape } from '../../core/shape.ts';
import { transpose } from '../../graph/ops/transpose.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { type InputDTypes, Layer, type LayerConfig } from '../layer.ts';
import { shown } from './checks.ts';

export interface PermuteConfig extends LayerConfig {
  /** The axes in their new order, counted from 1 (the batch is 0 and stays). */
  readonly dims: readonly number[];
}

/** Reorders the axes: `dims: [2, 1]` makes (batch, a, b) into (batch, b, a). Keras: `keras.layers.Permute`. */
export class Permute extends Layer {
  readonly dims: readonly number[];

  constructor(config: PermuteConfig) {
    super(config);
    const dims = [...config.dims];
    if (!dims.every((_, i) => dims.includes(i + 1))) {
      throw configError({
        where: this.name,
        must: `dims must hold each of 1 … ${dims.length} once`,
        got: shown(dims),
      });
    }
    this.dims = dims;
  }

  override get className(): string {
    return 'Permute';
  }

  override get inputDTypes(): InputDTypes {
    return 'any';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    if (input!.length !== this.dims.length + 1) {
      throw shapeError({
        where: 'Permute',
        must: `the input must have ${this.dims.length} axes besides the batch`,
        got: formatShape(input!),
      });
    }
    return [[0, ...this.dims].map((axis) => input![axis]!)];
  }

  override call({ b }: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    return [{ value: transpose(b, x!.value, [0, ...this.dims]) }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { dims: this.dims };
  }
}

/** See `Permute`. `permute({ dims: [2, 1] })` */
export const permute = (config: PermuteConfig): Permute => new Permute(config);
