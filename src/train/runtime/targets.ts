import { dataError } from '../../core/errors.ts';
import type { NdArray } from '../../core/nd-array.ts';
import type { SymbolicShape } from '../../core/shape.ts';
import { sameSamples } from '../../nn/check-data.ts';
import { isDictionary, orderData } from '../../nn/host-data.ts';
import { checkTargets, type TargetKind } from '../../nn/losses/fit-targets.ts';
import type { AnyModel } from '../../nn/model.ts';
import type { Data } from '../../nn/runtime.ts';
import type { Resolved, ResolvedOutput } from '../resolved.ts';
import { resolvedOf } from './resolved-of.ts';

/** Targets by output name, and what `compile` chose, resolved by their shapes. */
export interface Targets {
  readonly arrays: Readonly<Record<string, NdArray>>;
  readonly resolved: Resolved;
}

/**
 * The targets for a model's outputs. Errors: missing or unknown names, another number of samples than `samples`, shapes that do
 * not fit a loss or metric, class numbers beyond the classes. A dictionary may leave out outputs without loss and metrics.
 */
export function readTargets(where: string, model: AnyModel, y: Data, samples: number): Targets {
  const names = neededNames(model, y);
  const list = orderData({ where, what: 'y', names }, y);
  const arrays = Object.fromEntries(names.map((name, i) => [name, list[i]!]));
  const shapes = Object.fromEntries(names.map((name, i) => [name, [null, ...list[i]!.shape.slice(1)]]));
  checkSamples(where, samples, names, list);
  const resolved = resolvedOf(model, shapes);
  for (const output of resolved.outputs) {
    const array = arrays[output.name];
    if (array !== undefined) checkFits(model, output, array);
  }
  return { arrays, resolved };
}

/** Throws unless targets or weights count as many samples as the inputs. */
export function checkSamples(
  where: string,
  samples: number,
  names: readonly string[],
  arrays: readonly NdArray[],
): void {
  const inputs: NdArray = { shape: [samples], dtype: 'float32', data: new Float32Array() };
  sameSamples(where, ['x', ...names], [inputs, ...arrays]);
}

/** A list has targets for every output; a dictionary for those that have a loss or metrics, and for others at will. */
function neededNames(model: AnyModel, y: Data): readonly string[] {
  if (!isDictionary(y)) return model.outputNames;
  const { outputs } = resolvedOf(model, null);
  const idle = outputs.filter((o) => o.loss === null && o.metrics.length === 0).map((o) => o.name);
  return model.outputNames.filter((name) => !idle.includes(name) || name in y);
}

/** Losses and metrics of an output against its targets. */
function checkFits(model: AnyModel, { name, index, loss, metrics }: ResolvedOutput, array: NdArray): void {
  const output = model.outputs[index]!.shape;
  const target: SymbolicShape = [null, ...array.shape.slice(1)];
  const readers = [
    ...(loss === null ? [] : [{ what: `loss '${loss.name}'`, ...loss }]),
    ...metrics.map(({ metric }) => ({ what: `metric '${metric.name}'`, ...metric })),
  ];
  for (const { what, targets, options } of readers) {
    const where = `${what} of output '${name}'`;
    checkTargets(targets, where, target, output);
    checkClasses(where, targets, array, output.at(-1) ?? 1, options);
  }
}

/** Class numbers must be whole and below the number of classes; `ignoreClass` may be any number. */
function checkClasses(
  where: string,
  kind: TargetKind,
  array: NdArray,
  classes: number,
  options: { readonly ignoreClass?: number | null },
): void {
  if (kind !== 'sparse') return;
  const { ignoreClass } = options;
  const fits = (c: number) => (Number.isInteger(c) && c >= 0 && c < classes) || c === ignoreClass;
  const at = array.data.findIndex((value) => !fits(value));
  if (at < 0) return;
  throw dataError({
    where,
    must: `class numbers must be whole numbers from 0 to ${classes - 1}`,
    got: `${array.data[at]} in sample ${Math.floor(at / (array.data.length / array.shape[0]!))}`,
    try: 'an output layer with more units, or ignoreClass for a number that is to be left out',
  });
}
