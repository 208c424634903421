import { configError } from '../../core/errors.ts';
import type { Shape, SymbolicShape } from '../../core/shape.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { Layer, type LayerConfig } from '../layer.ts';
import { fraction } from './checks.ts';
import { dropValues } from './drop-values.ts';

export interface DropoutConfig extends LayerConfig {
  /** Fraction of the elements to drop, from 0 to 1. Editable while training. */
  readonly rate: number;
  /** One entry per axis of the input: 1 drops along that axis together, null goes element by element. */
  readonly noiseShape?: readonly (number | null)[] | null;
  /** Accepted as in Keras; the numbers come from the seed of the step. */
  readonly seed?: number | null;
}

/**
 * In training, sets a random fraction `rate` of the elements to 0 and divides the rest by 1 − rate; else the identity.
 * Keras: `keras.layers.Dropout`.
 */
export class Dropout extends Layer {
  readonly rate: number;
  readonly #noiseShape: readonly (number | null)[] | null;
  readonly #seed: number | null;

  constructor(config: DropoutConfig) {
    super(config);
    this.rate = fraction(this.name, 'rate', config.rate);
    this.#noiseShape = config.noiseShape ?? null;
    this.#seed = config.seed ?? null;
  }

  override get className(): string {
    return 'Dropout';
  }

  override get supportsMasking(): boolean {
    return true;
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    const noise = this.#noiseShape;
    if (noise !== null && noise.length !== input!.length) {
      throw configError({
        where: 'Dropout',
        must: `noiseShape must have ${input!.length} entries`,
        got: `${noise.length}`,
      });
    }
    return [input!];
  }

  override call(ctx: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    if (!ctx.training || this.rate === 0) return [x!];
    const shape = ctx.b.shapeOf(x!.value);
    const noise: Shape = this.#noiseShape?.map((d, i) => d ?? shape[i]!) ?? shape;
    return [{ value: dropValues(ctx, x!.value, this.name, this.rate, noise) }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { rate: this.rate, noiseShape: this.#noiseShape, seed: this.#seed };
  }
}

/** See `Dropout`. `dropout({ rate: 0.5 })` */
export const dropout = (config: DropoutConfig): Dropout => new Dropout(config);
