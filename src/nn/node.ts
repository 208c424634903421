import type { CallArguments } from './call-arguments.ts';
import type { AnyLayer } from './layer.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';

/** One call of a layer: what it was called on and what it gave. A shared layer has several. */
export interface Node {
  readonly layer: AnyLayer;
  /** All tensors it was called on: the positional ones, then those given by keyword. */
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: SymbolicTensor[];
  /** How the inputs were given, and the other options of the call. */
  readonly callOptions: CallArguments;
}
