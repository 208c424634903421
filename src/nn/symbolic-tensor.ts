import type { DType } from '../core/dtype.ts';
import { formatShape, type SymbolicShape } from '../core/shape.ts';
import type { Node } from './node.ts';

/** What flows between layers before any data exist: a shape, a dtype, and the call that makes it. */
export class SymbolicTensor {
  /** Batch first; the batch size is `null`. */
  readonly shape: SymbolicShape;
  readonly dtype: DType;
  /** The name of the layer that makes it, with `:i` for its i-th output from the second on. */
  readonly name: string;
  /** The call that makes it. */
  readonly node: Node;
  /** Which output of that call it is. */
  readonly index: number;

  constructor(shape: SymbolicShape, dtype: DType, node: Node, index: number) {
    this.shape = shape;
    this.dtype = dtype;
    this.node = node;
    this.index = index;
    this.name = index === 0 ? node.layer.name : `${node.layer.name}:${index}`;
  }

  get rank(): number {
    return this.shape.length;
  }

  toString(): string {
    return `${this.name} ${formatShape(this.shape)} ${this.dtype}`;
  }
}
