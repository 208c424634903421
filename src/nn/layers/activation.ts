import type { ValueId } from '../../graph/ir/graph.ts';
import { type ActivationName, activate, activationName } from '../activations/table.ts';
import type { CallContext } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { ShapeKeepingLayer } from './shape-keeping-layer.ts';

export interface ActivationConfig extends LayerConfig {
  /** `relu`, `softmax`, … */
  readonly activation: string;
}

/** An activation function as a layer; keeps the shape. Keras: `keras.layers.Activation`. */
export class Activation extends ShapeKeepingLayer {
  readonly activation: ActivationName;

  constructor(config: ActivationConfig) {
    super(config);
    this.activation = activationName(config.activation);
  }

  override get className(): string {
    return 'Activation';
  }

  protected override map({ b }: CallContext, x: ValueId): ValueId {
    return activate(b, this.activation, x);
  }

  protected override ownConfig(): Record<string, unknown> {
    return { activation: this.activation };
  }
}

/** See `Activation`. `activation({ activation: 'relu' })` */
export const activation = (config: ActivationConfig): Activation => new Activation(config);
