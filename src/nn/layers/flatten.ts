import { type Shape, type SymbolicShape, sizeOf } from '../../core/shape.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { type InputDTypes, Layer, type LayerConfig } from '../layer.ts';

/** (batch, a, b, ...) → (batch, a·b·...), row-major. Keras: `keras.layers.Flatten`. */
export class Flatten extends Layer {
  override get className(): string {
    return 'Flatten';
  }

  override get inputDTypes(): InputDTypes {
    return 'any';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    return [[input![0]!, sizeOf(input!.slice(1) as Shape)]];
  }

  override call({ b }: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const [batch, ...rest] = b.shapeOf(x!.value);
    return [{ value: reshape(b, x!.value, [batch!, sizeOf(rest)]) }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { dataFormat: 'channels_last' };
  }
}

/** See `Flatten`. */
export const flatten = (config: LayerConfig = {}): Flatten => new Flatten(config);
