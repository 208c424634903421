import type { ValueId } from '../../graph/ir/graph.ts';
import { leakyRelu } from '../activations/table.ts';
import type { CallContext } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { nonNegative } from './checks.ts';
import { ShapeKeepingLayer } from './shape-keeping-layer.ts';

export interface LeakyReLUConfig extends LayerConfig {
  /** Slope for x < 0. Default 0.3 (the activation `leaky_relu` has 0.2). */
  readonly negativeSlope?: number;
}

/** x for x ≥ 0, else negativeSlope · x; keeps the shape. Keras: `keras.layers.LeakyReLU`. */
export class LeakyReLU extends ShapeKeepingLayer {
  readonly negativeSlope: number;

  constructor(config: LeakyReLUConfig = {}) {
    super(config);
    this.negativeSlope = nonNegative(this.name, 'negativeSlope', config.negativeSlope ?? 0.3);
  }

  override get className(): string {
    return 'LeakyReLU';
  }

  protected override map({ b }: CallContext, x: ValueId): ValueId {
    return leakyRelu(b, x, this.negativeSlope);
  }

  protected override ownConfig(): Record<string, unknown> {
    return { negativeSlope: this.negativeSlope };
  }
}

/** See `LeakyReLU`. */
export const leakyReLU = (config: LeakyReLUConfig = {}): LeakyReLU => new LeakyReLU(config);
