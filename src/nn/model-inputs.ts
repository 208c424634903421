import { graphError } from '../core/errors.ts';
import type { AnyModel } from './model.ts';
import { flattenTensors, keysOf, type Tensors } from './structure.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';

/** The tensors of a call of a model in the order of its inputs; a dictionary goes by the inputs' names. */
export function orderInputs(model: AnyModel, given: Tensors): SymbolicTensor[] {
  const keys = typeof given === 'object' && given !== null ? keysOf(given) : null;
  if (keys !== null) return byName(model, given as Readonly<Record<string, SymbolicTensor>>, keys);
  const list = typeof given === 'object' && given !== null ? flattenTensors(given) : [given];
  if (list.length === model.inputs.length) return list;
  throw graphError({
    where: model.name,
    must: `the model has ${model.inputs.length} inputs (${model.inputNames.join(', ')})`,
    got: `${list.length}`,
  });
}

function byName(
  model: AnyModel,
  given: Readonly<Record<string, SymbolicTensor>>,
  keys: readonly string[],
): SymbolicTensor[] {
  const expected = model.inputKeys ?? model.inputNames;
  const missing = expected.filter((name) => !keys.includes(name));
  const extra = keys.filter((name) => !expected.includes(name));
  if (missing.length === 0 && extra.length === 0) return expected.map((name) => given[name]!);
  const parts = [
    ...(missing.length > 0 ? [`no '${missing.join("', '")}'`] : []),
    ...(extra.length > 0 ? [`an unknown '${extra.join("', '")}'`] : []),
  ];
  throw graphError({
    where: model.name,
    must: `a dictionary of inputs must have the keys ${expected.join(', ')}`,
    got: parts.join(' and '),
  });
}
