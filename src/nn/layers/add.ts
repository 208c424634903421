import type { Builder } from '../../graph/ir/builder.ts';
import { add as addValues } from '../../graph/ops/arithmetic.ts';
import type { TensorVal } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { foldValues, Merge, mergeFunction } from './merge.ts';

/** Sum of the inputs. Keras: `keras.layers.Add`. */
export class Add extends Merge {
  override get className(): string {
    return 'Add';
  }

  protected override merge(b: Builder, inputs: readonly TensorVal[]): TensorVal {
    return { value: foldValues(b, inputs, addValues) };
  }
}

/** See `Add`: `add([a, b])`, or the layer by `add()`. */
export const add = mergeFunction((config: LayerConfig) => new Add(config));
