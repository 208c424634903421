import type { SymbolicShape } from '../../core/shape.ts';
import { type ActivationName, activate, activationName } from '../activations/table.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { Layer, type LayerConfig } from '../layer.ts';

export interface ActivationConfig extends LayerConfig {
  /** `relu`, `softmax`, … */
  readonly activation: string;
}

/** An activation function as a layer; keeps the shape. Keras: `keras.layers.Activation`. */
export class Activation extends Layer {
  readonly activation: ActivationName;

  constructor(config: ActivationConfig) {
    super(config);
    this.activation = activationName(config.activation);
  }

  override get className(): string {
    return 'Activation';
  }

  override get supportsMasking(): boolean {
    return true;
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    return [input!];
  }

  override call({ b }: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    return [{ value: activate(b, this.activation, x!.value) }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { activation: this.activation };
  }
}

/** See `Activation`. `activation({ activation: 'relu' })` */
export const activation = (config: ActivationConfig): Activation => new Activation(config);
