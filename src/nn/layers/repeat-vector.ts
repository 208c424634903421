import { shapeError } from '../../core/errors.ts';
import { formatShape, type SymbolicShape } from '../../core/shape.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { type InputDTypes, Layer, type LayerConfig } from '../layer.ts';
import { positiveInteger } from './checks.ts';

export interface RepeatVectorConfig extends LayerConfig {
  /** How often. */
  readonly n: number;
}

/** (batch, features) → (batch, n, features). Keras: `keras.layers.RepeatVector`. */
export class RepeatVector extends Layer {
  readonly n: number;

  constructor(config: RepeatVectorConfig) {
    super(config);
    this.n = positiveInteger(this.name, 'n', config.n);
  }

  override get className(): string {
    return 'RepeatVector';
  }

  override get inputDTypes(): InputDTypes {
    return 'any';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    const [batch, features] = input!;
    if (input!.length !== 2) {
      throw shapeError({
        where: 'RepeatVector',
        must: 'the input must be (batch, features)',
        got: formatShape(input!),
      });
    }
    return [[batch!, this.n, features!]];
  }

  override call({ b }: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const [batch, features] = b.shapeOf(x!.value);
    return [{ value: broadcastInDim(b, x!.value, [batch!, this.n, features!], [0, 2]) }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { n: this.n };
  }
}

/** See `RepeatVector`. */
export const repeatVector = (config: RepeatVectorConfig): RepeatVector => new RepeatVector(config);
