import type { Builder } from '../../graph/ir/builder.ts';
import { add as addValues, mulScalar } from '../../graph/ops/arithmetic.ts';
import type { TensorVal } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { foldValues, Merge, mergeFunction } from './merge.ts';

/** Mean of the inputs. Keras: `keras.layers.Average`. */
export class Average extends Merge {
  override get className(): string {
    return 'Average';
  }

  protected override merge(b: Builder, inputs: readonly TensorVal[]): TensorVal {
    return { value: mulScalar(b, foldValues(b, inputs, addValues), 1 / inputs.length) };
  }
}

/** See `Average`: `average([a, b])`, or the layer by `average()`. */
export const average = mergeFunction((config: LayerConfig) => new Average(config));
