import { configError, shapeError } from '../../core/errors.ts';
import { formatShape, type Shape, type SymbolicShape, sizeOf } from '../../core/shape.ts';
import { reshape as reshapeOp } from '../../graph/ops/reshape.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { type InputDTypes, Layer, type LayerConfig } from '../layer.ts';
import { shown } from './checks.ts';

export interface ReshapeConfig extends LayerConfig {
  /** Sizes without the batch; one of them may be −1, which takes what is left. */
  readonly targetShape: Shape;
}

/** (batch, ...) → (batch, ...targetShape), row-major. Keras: `keras.layers.Reshape`. */
export class Reshape extends Layer {
  readonly targetShape: Shape;

  constructor(config: ReshapeConfig) {
    super(config);
    const { targetShape } = config;
    const fits =
      Array.isArray(targetShape) &&
      targetShape.every((d) => Number.isInteger(d) && (d > 0 || d === -1)) &&
      targetShape.filter((d) => d === -1).length <= 1;
    if (!fits) {
      throw configError({
        where: this.name,
        must: 'targetShape must be a list of sizes, at most one of them −1',
        got: shown(targetShape),
      });
    }
    this.targetShape = [...targetShape];
  }

  override get className(): string {
    return 'Reshape';
  }

  override get inputDTypes(): InputDTypes {
    return 'any';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    return [[input![0]!, ...this.#fill(input!.slice(1) as Shape)]];
  }

  override call({ b }: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const [batch, ...rest] = b.shapeOf(x!.value);
    return [{ value: reshapeOp(b, x!.value, [batch!, ...this.#fill(rest)]) }];
  }

  /** targetShape with −1 replaced. */
  #fill(input: Shape): Shape {
    const size = sizeOf(input);
    const known = this.targetShape.reduce((n, d) => (d === -1 ? n : n * d), 1);
    const target = this.targetShape.map((d) => (d === -1 ? size / known : d));
    if (sizeOf(target) === size && target.every(Number.isInteger)) return target;
    throw shapeError({
      where: 'Reshape',
      must: `the ${size} elements of ${formatShape(input)} must fit targetShape`,
      got: formatShape(this.targetShape),
    });
  }

  protected override ownConfig(): Record<string, unknown> {
    return { targetShape: this.targetShape };
  }
}

/** See `Reshape`. `reshape({ targetShape: [28, 28, 1] })` */
export const reshape = (config: ReshapeConfig): Reshape => new Reshape(config);
