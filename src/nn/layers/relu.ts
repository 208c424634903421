import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { addScalar, binary, maskNonZero, minimum, mulScalar } from '../../graph/ops/arithmetic.ts';
import { constant } from '../../graph/ops/constant.ts';
import { select } from '../../graph/ops/select.ts';
import { unary } from '../../graph/ops/unary.ts';
import type { CallContext } from '../call-context.ts';
import type { LayerConfig } from '../layer.ts';
import { nonNegative } from './checks.ts';
import { ShapeKeepingLayer } from './shape-keeping-layer.ts';

export interface ReLUConfig extends LayerConfig {
  /** Upper limit of the output. Default: none. */
  readonly maxValue?: number | null;
  /** Slope below the threshold. Default 0. */
  readonly negativeSlope?: number;
  /** Where the function bends. Default 0. */
  readonly threshold?: number;
}

/**
 * x for x ≥ threshold (at most maxValue), else negativeSlope · (x − threshold); keeps the shape. Keras: `keras.layers.ReLU`.
 */
export class ReLU extends ShapeKeepingLayer {
  readonly maxValue: number | null;
  readonly negativeSlope: number;
  readonly threshold: number;

  constructor(config: ReLUConfig = {}) {
    super(config);
    this.maxValue = config.maxValue ?? null;
    if (this.maxValue !== null) nonNegative(this.name, 'maxValue', this.maxValue);
    this.negativeSlope = nonNegative(this.name, 'negativeSlope', config.negativeSlope ?? 0);
    this.threshold = nonNegative(this.name, 'threshold', config.threshold ?? 0);
  }

  override get className(): string {
    return 'ReLU';
  }

  protected override map({ b }: CallContext, x: ValueId): ValueId {
    const upper = this.threshold === 0 ? unary(b, 'relu', x) : this.#above(b, x);
    const top = this.maxValue === null ? upper : minimum(b, upper, constant(b, this.maxValue));
    if (this.negativeSlope === 0) return top;
    const below = mulScalar(b, addScalar(b, x, -this.threshold), this.negativeSlope);
    return select(b, binary(b, 'ge', x, constant(b, this.threshold)), top, below);
  }

  /** x where x > threshold, else 0 */
  #above(b: Builder, x: ValueId): ValueId {
    return maskNonZero(b, binary(b, 'gt', x, constant(b, this.threshold)), x);
  }

  protected override ownConfig(): Record<string, unknown> {
    return { maxValue: this.maxValue, negativeSlope: this.negativeSlope, threshold: this.threshold };
  }
}

/** See `ReLU`. */
export const reLU = (config: ReLUConfig = {}): ReLU => new ReLU(config);
