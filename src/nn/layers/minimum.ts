import type { Builder } from '../../graph/ir/builder.ts';
import { minimum as minimumOf } from '../../graph/ops/arithmetic.ts';
import type { TensorVal } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { foldMasked } from './masked-merge.ts';
import { Merge, mergeFunction } from './merge.ts';

/** Elementwise minimum of the inputs. Keras: `keras.layers.Minimum`. */
export class Minimum extends Merge {
  override get className(): string {
    return 'Minimum';
  }

  protected override merge(b: Builder, inputs: readonly TensorVal[]): TensorVal {
    return { value: foldMasked(b, inputs, minimumOf) };
  }
}

/** See `Minimum`: `minimum([a, b])`, or the layer by `minimum()`. */
export const minimum = mergeFunction((config: LayerConfig) => new Minimum(config));
