import { keysOf, type Tensors } from './structure.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';

/**
 * Names of a model's outputs: the keys of a dictionary, else the names of the layers that make them. A second output of
 * one layer gets `_1` behind the name, so that logs can tell them apart.
 */
export function outputNames(outputs: readonly SymbolicTensor[], form: Tensors): string[] {
  const keys = keysOf(form);
  if (keys !== null) return keys;
  const used = new Map<string, number>();
  return outputs.map(({ node }) => {
    const name = node.layer.name;
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  });
}
