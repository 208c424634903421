import type { ValueId } from '../../graph/ir/graph.ts';
import { elu as eluOf } from '../activations/table.ts';
import type { CallContext } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { ShapeKeepingLayer } from './shape-keeping-layer.ts';

export interface ELUConfig extends LayerConfig {
  /** Limit for x → −∞, with its sign changed. Default 1. */
  readonly alpha?: number;
}

/** x for x > 0, else alpha · (e^x − 1); keeps the shape. Keras: `keras.layers.ELU`. */
export class ELU extends ShapeKeepingLayer {
  readonly alpha: number;

  constructor(config: ELUConfig = {}) {
    super(config);
    this.alpha = config.alpha ?? 1;
  }

  override get className(): string {
    return 'ELU';
  }

  protected override map({ b }: CallContext, x: ValueId): ValueId {
    return eluOf(b, x, this.alpha);
  }

  protected override ownConfig(): Record<string, unknown> {
    return { alpha: this.alpha };
  }
}

/** See `ELU`. */
export const elu = (config: ELUConfig = {}): ELU => new ELU(config);
