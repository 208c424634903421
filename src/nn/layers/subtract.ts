import { shapeError } from '../../core/errors.ts';
import type { SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import { subtract as subtractValues } from '../../graph/ops/arithmetic.ts';
import type { TensorVal } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { foldValues, Merge, mergeFunction } from './merge.ts';

/** First input − second input. Keras: `keras.layers.Subtract`. */
export class Subtract extends Merge {
  override get className(): string {
    return 'Subtract';
  }

  override computeOutputShape(inputs: readonly SymbolicShape[]): readonly SymbolicShape[] {
    if (inputs.length === 2) return super.computeOutputShape(inputs);
    throw shapeError({
      where: 'Subtract',
      must: 'is called on exactly two tensors',
      got: `${inputs.length}`,
    });
  }

  protected override merge(b: Builder, inputs: readonly TensorVal[]): TensorVal {
    return { value: foldValues(b, inputs, subtractValues) };
  }
}

/** See `Subtract`: `subtract([a, b])`, or the layer by `subtract()`. */
export const subtract = mergeFunction((config: LayerConfig) => new Subtract(config));
