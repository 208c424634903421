import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';

/** A penalty on a tensor, added to the loss. */
export interface Regularizer {
  /** Keras's class: `L1`, `L2`, `L1L2`. */
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** The penalty of `x` as a scalar. */
  build(b: Builder, x: ValueId): ValueId;
}
