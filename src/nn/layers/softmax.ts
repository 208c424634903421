import { normalizeAxis, type SymbolicShape } from '../../core/shape.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { softmax as softmaxOf } from '../activations/softmax.ts';
import type { CallContext } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { ShapeKeepingLayer } from './shape-keeping-layer.ts';

export interface SoftmaxConfig extends LayerConfig {
  /** Default −1. */
  readonly axis?: number;
}

/** Softmax along `axis`; keeps the shape. Keras: `keras.layers.Softmax`. */
export class Softmax extends ShapeKeepingLayer {
  readonly axis: number;

  constructor(config: SoftmaxConfig = {}) {
    super(config);
    this.axis = config.axis ?? -1;
  }

  override get className(): string {
    return 'Softmax';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    normalizeAxis(this.axis, input!.length, 'Softmax');
    return [input!];
  }

  protected override map({ b }: CallContext, x: ValueId): ValueId {
    return softmaxOf(b, x, this.axis);
  }

  protected override ownConfig(): Record<string, unknown> {
    return { axis: this.axis };
  }
}

/** See `Softmax`. */
export const softmax = (config: SoftmaxConfig = {}): Softmax => new Softmax(config);
