import type { Builder } from '../../graph/ir/builder.ts';
import { maximum as maximumOf } from '../../graph/ops/arithmetic.ts';
import type { TensorVal } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { foldMasked } from './masked-merge.ts';
import { Merge, mergeFunction } from './merge.ts';

/** Elementwise maximum of the inputs. Keras: `keras.layers.Maximum`. */
export class Maximum extends Merge {
  override get className(): string {
    return 'Maximum';
  }

  protected override merge(b: Builder, inputs: readonly TensorVal[]): TensorVal {
    return { value: foldMasked(b, inputs, maximumOf) };
  }
}

/** See `Maximum`: `maximum([a, b])`, or the layer by `maximum()`. */
export const maximum = mergeFunction((config: LayerConfig) => new Maximum(config));
