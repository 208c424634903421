import { dtypeError, shapeError } from '../../core/errors.ts';
import { formatShape, type SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { maximum } from '../../graph/ops/arithmetic.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { type InputDTypes, Layer, type LayerConfig } from '../layer.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';

/**
 * Layers of several inputs that are merged element by element. Shapes must be equal or broadcast (an axis of size 1
 * stretches); where the numbers of axes differ, axes of size 1 are put after the batch.
 */
export abstract class Merge extends Layer {
  override get supportsMasking(): boolean {
    return true;
  }

  override get inputDTypes(): InputDTypes {
    return 'any';
  }

  protected override checkDTypes(inputs: readonly SymbolicTensor[]): void {
    oneDType(this.name, this.className, inputs);
  }

  /** Merges values of equal rank. */
  protected abstract merge(b: Builder, inputs: readonly TensorVal[]): TensorVal;

  override computeOutputShape(inputs: readonly SymbolicShape[]): readonly SymbolicShape[] {
    severalInputs(this.className, inputs.length);
    const rank = Math.max(...inputs.map((shape) => shape.length));
    const aligned = inputs.map((shape) => alignRank(shape, rank));
    const axes = Array.from({ length: rank }, (_, axis) => this.#joined(aligned, axis, inputs));
    return [axes];
  }

  #joined(aligned: readonly SymbolicShape[], axis: number, inputs: readonly SymbolicShape[]): number | null {
    const sizes = aligned.map((shape) => shape[axis]!).filter((d) => d !== 1);
    if (axis === 0) return aligned[0]![0]!;
    if (sizes.every((d) => d === sizes[0])) return sizes[0] ?? 1;
    throw shapeError({
      where: this.className,
      must: 'inputs to merge must have equal shapes (or axes of size 1 to stretch)',
      got: inputs.map(formatShape).join(' and '),
      try: 'a Dense, Conv2D or Reshape layer that makes the shapes equal',
    });
  }

  override call({ b }: CallContext, inputs: readonly TensorVal[]): readonly TensorVal[] {
    const rank = Math.max(...inputs.map((x) => b.shapeOf(x.value).length));
    const aligned = inputs.map((x) => ({ ...x, value: withRank(b, x.value, rank) }));
    return [this.merge(b, aligned)];
  }

  /** A step counts where it counts in any of the inputs, if all of them have a mask. */
  override computeMask(
    { b }: CallContext,
    inputs: readonly TensorVal[],
    outputs: readonly TensorVal[],
  ): (ValueId | undefined)[] {
    return outputs.map(() => anyMask(b, inputs));
  }
}

/** The union of the masks, undefined where one is missing. */
export function anyMask(b: Builder, inputs: readonly TensorVal[]): ValueId | undefined {
  const masks = inputs.map((x) => x.mask);
  if (masks.some((m) => m === undefined)) return undefined;
  return (masks as ValueId[]).reduce((a, m) => maximum(b, a, m));
}

/** Folds a list from the left: op(op(x0, x1), x2). */
export function foldValues(
  b: Builder,
  inputs: readonly TensorVal[],
  op: (b: Builder, x: ValueId, y: ValueId) => ValueId,
): ValueId {
  return inputs.map((x) => x.value).reduce((x, y) => op(b, x, y));
}

/** Throws unless there are at least two inputs. */
export function severalInputs(where: string, count: number): void {
  if (count >= 2) return;
  throw shapeError({
    where,
    must: 'a merging layer is called on a list of at least two tensors',
    got: String(count),
    try: 'layer([a, b])',
  });
}

/** Throws unless all inputs have one dtype. */
export function oneDType(where: string, className: string, inputs: readonly SymbolicTensor[]): void {
  const other = inputs.find((t) => t.dtype !== inputs[0]!.dtype);
  if (other === undefined) return;
  throw dtypeError({
    where,
    must: `inputs of ${className} must have one dtype`,
    got: `${inputs[0]!.dtype} from ${inputs[0]!.name} and ${other.dtype} from ${other.name}`,
  });
}

function alignRank(shape: SymbolicShape, rank: number): SymbolicShape {
  const ones = new Array<number>(rank - shape.length).fill(1);
  return [shape[0]!, ...ones, ...shape.slice(1)];
}

function withRank(b: Builder, x: ValueId, rank: number): ValueId {
  return reshape(b, x, alignRank(b.shapeOf(x), rank) as number[]);
}

/** A merging layer, or at once its result: `add({ name: 'sum' })`, `add([a, b])`. */
export interface MergeFunction<L extends Layer, C extends LayerConfig> {
  (config?: C): L;
  (inputs: readonly SymbolicTensor[], config?: C): SymbolicTensor;
}

/** Makes the function of a merging layer, which takes a config, or tensors and a config. */
export function mergeFunction<L extends Layer, C extends LayerConfig>(
  make: (config: C) => L,
): MergeFunction<L, C> {
  function merge(config?: C): L;
  function merge(inputs: readonly SymbolicTensor[], config?: C): SymbolicTensor;
  function merge(first: readonly SymbolicTensor[] | C = {} as C, config: C = {} as C): L | SymbolicTensor {
    return Array.isArray(first) ? make(config)(first) : make(first as C);
  }
  return merge;
}
