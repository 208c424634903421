import type { SymbolicShape } from '../../core/shape.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { Layer } from '../layer.ts';

/** A layer of one input whose output has the same shape; masks pass through. */
export abstract class ShapeKeepingLayer extends Layer {
  protected abstract map(ctx: CallContext, x: ValueId, mask: ValueId | undefined): ValueId;

  override get supportsMasking(): boolean {
    return true;
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    return [input!];
  }

  override call(ctx: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    return [{ value: this.map(ctx, x!.value, x!.mask) }];
  }
}
