import { configError, shapeError } from '../../core/errors.ts';
import { formatShape, normalizeAxis, type Shape, type SymbolicShape, sizeOf } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { maximum, multiply } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { constant } from '../../graph/ops/constant.ts';
import { dot as dotValues } from '../../graph/ops/dot.ts';
import { sum } from '../../graph/ops/reduce.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { transpose } from '../../graph/ops/transpose.ts';
import { unary } from '../../graph/ops/unary.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { Layer, type LayerConfig } from '../layer.ts';
import { shown } from './checks.ts';
import { mergeFunction } from './merge.ts';

export interface DotConfig extends LayerConfig {
  /** Axis to sum over, counting the batch as 0: one for both inputs, or one each. */
  readonly axes: number | readonly [number, number];
  /** Scale both to length 1 along their axis first (cosine similarity). Default false. */
  readonly normalize?: boolean;
}

/**
 * Sum of products over one axis of each of two inputs, sample by sample: the axes that remain of the first, then of the second; (batch, 1) where
 * none remain. Keras: `keras.layers.Dot`.
 */
export class Dot extends Layer {
  readonly axes: number | readonly [number, number];
  readonly normalize: boolean;

  constructor(config: DotConfig) {
    super(config);
    const { axes } = config;
    const list = typeof axes === 'number' ? [axes, axes] : axes;
    if (!Array.isArray(list) || list.length !== 2 || !list.every(Number.isInteger)) {
      throw configError({ where: this.name, must: 'axes must be a whole number or two', got: shown(axes) });
    }
    this.axes = axes;
    this.normalize = config.normalize ?? false;
  }

  override get className(): string {
    return 'Dot';
  }

  override get supportsMasking(): boolean {
    return true;
  }

  override computeMask(): (ValueId | undefined)[] {
    return [undefined];
  }

  override computeOutputShape(inputs: readonly SymbolicShape[]): readonly SymbolicShape[] {
    const [x, y] = inputs;
    if (inputs.length !== 2) {
      throw shapeError({ where: 'Dot', must: 'is called on exactly two tensors', got: `${inputs.length}` });
    }
    const [ax, ay] = this.#axesFor(x!.length, y!.length);
    if (ax === 0 || ay === 0 || x![ax] !== y![ay]) {
      throw shapeError({
        where: 'Dot',
        must: ax === 0 || ay === 0 ? 'axes must not be the batch' : 'the sizes along the axes must be equal',
        got: `${formatShape(x!)} along ${ax} and ${formatShape(y!)} along ${ay}`,
      });
    }
    return [this.#outputShape(x!, y!)];
  }

  #axesFor(rankX: number, rankY: number): [number, number] {
    const [ax, ay] = typeof this.axes === 'number' ? [this.axes, this.axes] : this.axes;
    return [normalizeAxis(ax, rankX, 'Dot'), normalizeAxis(ay, rankY, 'Dot')];
  }

  #outputShape(x: SymbolicShape, y: SymbolicShape): SymbolicShape {
    const [ax, ay] = this.#axesFor(x.length, y.length);
    const out = [...x.filter((_, a) => a !== ax), ...y.slice(1).filter((_, a) => a + 1 !== ay)];
    return out.length === 1 ? [...out, 1] : out;
  }

  override call({ b }: CallContext, inputs: readonly TensorVal[]): readonly TensorVal[] {
    const [x, y] = [inputs[0]!.value, inputs[1]!.value];
    const [shapeX, shapeY] = [b.shapeOf(x), b.shapeOf(y)];
    const [ax, ay] = this.#axesFor(shapeX.length, shapeY.length);
    const scaled = (v: ValueId, axis: number) => (this.normalize ? unitLength(b, v, axis) : v);
    const product = dotValues(b, asMatrices(b, scaled(x, ax), ax), asMatrices(b, scaled(y, ay), ay), {
      transposeB: true,
    });
    return [{ value: reshape(b, product, this.#outputShape(shapeX, shapeY) as Shape) }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { axes: this.axes, normalize: this.normalize };
  }
}

/** [batch, all other axes, axis]. */
function asMatrices(b: Builder, x: ValueId, axis: number): ValueId {
  const shape = b.shapeOf(x);
  const order = [...shape.map((_, i) => i).filter((i) => i !== axis), axis];
  const rest = sizeOf(shape) / (shape[0]! * shape[axis]!);
  return reshape(b, transpose(b, x, order), [shape[0]!, rest, shape[axis]!]);
}

/** x / max(√Σx², ε) along the axis, ε = 10⁻⁷ as in Keras. */
function unitLength(b: Builder, x: ValueId, axis: number): ValueId {
  const shape = b.shapeOf(x);
  const square = sum(b, unary(b, 'square', x), [axis]);
  const scale = unary(b, 'rsqrt', maximum(b, square, constant(b, 1e-14)));
  const kept = shape.map((_, i) => i).filter((i) => i !== axis);
  return multiply(b, x, broadcastInDim(b, scale, shape, kept));
}

/** See `Dot`: `dot([a, b], { axes: 1 })`, or the layer by `dot({ axes: 1 })`. */
export const dot = mergeFunction((config: DotConfig) => new Dot(config));
