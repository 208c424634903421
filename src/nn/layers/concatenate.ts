import { shapeError } from '../../core/errors.ts';
import { formatShape, normalizeAxis, type SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { broadcastTo } from '../../graph/ops/broadcast-in-dim.ts';
import { concatenate as concatenateValues } from '../../graph/ops/concatenate.ts';
import { constant } from '../../graph/ops/constant.ts';
import { reduce } from '../../graph/ops/reduce.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { type InputDTypes, Layer, type LayerConfig } from '../layer.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { spreadMask } from './masked-merge.ts';
import { mergeFunction, oneDType, severalInputs } from './merge.ts';

export interface ConcatenateConfig extends LayerConfig {
  /** Axis along which the inputs are put together, counting the batch as 0. Default −1. */
  readonly axis?: number;
}

/** The inputs one after the other along `axis`; their other axes must be equal. Keras: `keras.layers.Concatenate`. */
export class Concatenate extends Layer {
  readonly axis: number;

  constructor(config: ConcatenateConfig = {}) {
    super(config);
    this.axis = config.axis ?? -1;
  }

  override get className(): string {
    return 'Concatenate';
  }

  override get inputDTypes(): InputDTypes {
    return 'any';
  }

  protected override checkDTypes(inputs: readonly SymbolicTensor[]): void {
    oneDType(this.name, this.className, inputs);
  }

  override computeOutputShape(inputs: readonly SymbolicShape[]): readonly SymbolicShape[] {
    severalInputs(this.className, inputs.length);
    const first = inputs[0]!;
    const axis = normalizeAxis(this.axis, first.length, 'Concatenate');
    const fits =
      axis > 0 &&
      inputs.every(
        (s) => s.length === first.length && s.every((d, a) => a === axis || a === 0 || d === first[a]),
      );
    if (!fits) {
      throw shapeError({
        where: 'Concatenate',
        must:
          axis === 0 ? 'axis must not be the batch' : `inputs must have equal shapes but for axis ${axis}`,
        got: inputs.map(formatShape).join(' and '),
      });
    }
    const total = inputs.reduce((n, shape) => n + shape[axis]!, 0);
    return [first.map((d, a) => (a === axis ? total : d))];
  }

  override call({ b }: CallContext, inputs: readonly TensorVal[]): readonly TensorVal[] {
    const values = inputs.map((x) => x.value);
    const axis = normalizeAxis(this.axis, b.shapeOf(values[0]!).length, 'Concatenate');
    return [{ value: concatenateValues(b, values, axis) }];
  }

  /** Masks spread over the features, concatenated, and a step counts where any of its features does. */
  override computeMask({ b }: CallContext, inputs: readonly TensorVal[]): (ValueId | undefined)[] {
    if (inputs.every((x) => x.mask === undefined)) return [undefined];
    const rank = b.shapeOf(inputs[0]!.value).length;
    const masks = inputs.map((x) => fullMask(b, x));
    const joined = concatenateValues(b, masks, normalizeAxis(this.axis, rank, 'Concatenate'));
    return [reduce(b, 'max', joined, [rank - 1])];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { axis: this.axis };
  }
}

function fullMask(b: Builder, x: TensorVal): ValueId {
  return x.mask === undefined
    ? broadcastTo(b, constant(b, 1), b.shapeOf(x.value))
    : spreadMask(b, x.mask, x.value);
}

/** See `Concatenate`: `concatenate([a, b], { axis: -1 })`, or the layer by `concatenate({ axis: -1 })`. */
export const concatenate = mergeFunction((config: ConcatenateConfig) => new Concatenate(config));
