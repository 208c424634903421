import { shapeError } from '../core/errors.ts';
import { required } from '../core/invariant.ts';
import { formatShape } from '../core/shape.ts';
import type { ValueId } from '../graph/ir/graph.ts';
import { binary } from '../graph/ops/arithmetic.ts';
import { concatenate } from '../graph/ops/concatenate.ts';
import { constant } from '../graph/ops/constant.ts';
import { sliceAxis } from '../graph/ops/slice.ts';
import { splitArguments } from './call-arguments.ts';
import { type CallContext, type TensorVal, withFrozen, withTraining } from './call-context.ts';
import { type CallUnit, callUnits } from './call-together.ts';
import type { CompiledSpec } from './compile.ts';
import type { AnyLayer } from './layer.ts';
import type { Node } from './node.ts';
import type { SymbolicTensor } from './symbolic-tensor.ts';
import type { Topology } from './topology.ts';
import type { Weight } from './weight.ts';

/** What lowering needs of a model (model.ts implements it). */
export interface GraphModel {
  readonly name: string;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  readonly topology: Topology;
  readonly trainableWeights: readonly Weight[];
  readonly compiled: Pick<CompiledSpec, 'trainableWeights' | 'frozenLayers'> | null;
}

/**
 * Writes the whole model into the graph: its outputs in order, with their masks, for the inputs in order. The penalties of
 * regularised weights that are trained (as the last `compile` found them) are added as losses, once each.
 */
export function lowerModel(model: GraphModel, ctx: CallContext, inputs: readonly ValueId[]): TensorVal[] {
  const { compiled } = model;
  for (const weight of compiled?.trainableWeights ?? model.trainableWeights) {
    const { regularizer } = weight;
    if (regularizer !== null)
      ctx.b.scope(weight.path, () => ctx.addLoss(regularizer.build(ctx.b, ctx.weight(weight))));
  }
  return lowerGraph(
    model,
    withFrozen(ctx, compiled?.frozenLayers),
    inputs.map((value) => ({ value })),
  );
}

/** Writes the calls between the inputs and the outputs of a model, or of a model nested in one. */
export function lowerGraph(model: GraphModel, ctx: CallContext, inputs: readonly TensorVal[]): TensorVal[] {
  checkInputs(model, ctx, inputs);
  const values = new Map<SymbolicTensor, TensorVal>(model.inputs.map((tensor, i) => [tensor, inputs[i]!]));
  const calls = new Map<AnyLayer, number>();
  for (const unit of callUnits(model.topology.nodes)) {
    const { layer } = unit[0]!;
    const index = calls.get(layer) ?? 0;
    calls.set(layer, index + unit.length);
    if (unit[0]!.inputs.length === 0) continue;
    const given = unit.map((node) =>
      node.inputs.map((t) => required(values.get(t), `the value of ${t.name}`)),
    );
    const results = lowerUnit(unit, index, ctx, given);
    unit.forEach((node, k) => {
      node.outputs.forEach((tensor, i) => {
        if (!values.has(tensor)) values.set(tensor, required(results[k]![i], `output ${i} of ${layer.name}`));
      });
    });
  }
  return model.outputs.map((t) => required(values.get(t), `the value of ${t.name}`));
}

/** Lowers the calls of a unit: results of each. Masks tell samples apart, so masked calls are made one by one. */
function lowerUnit(
  unit: CallUnit,
  index: number,
  ctx: CallContext,
  given: readonly (readonly TensorVal[])[],
): (readonly TensorVal[])[] {
  const masked = given.flat().some((x) => x.mask !== undefined);
  if (unit.length > 1 && !masked)
    return ctx.b.scope(callName(unit[0]!.layer, index), () => lowerJoined(unit, ctx, given));
  return unit.map((node, k) =>
    ctx.b.scope(callName(node.layer, index + k), () => lowerCall(node, ctx, given[k]!)),
  );
}

/** One call on all batches joined; its outputs cut apart again. */
function lowerJoined(
  unit: CallUnit,
  ctx: CallContext,
  given: readonly (readonly TensorVal[])[],
): TensorVal[][] {
  const { b } = ctx;
  const joined = given[0]!.map((_, i) => ({
    value: concatenate(
      b,
      given.map((inputs) => inputs[i]!.value),
      0,
    ),
  }));
  const results = lowerCall(unit[0]!, ctx, joined);
  return unit.map((_, k) =>
    results.map(({ value }) => {
      const batch = b.shapeOf(value)[0]! / unit.length;
      return { value: sliceAxis(b, value, 0, k * batch, batch) };
    }),
  );
}

/** `dense`, and `dense:1` for the second call of a shared layer. */
const callName = (layer: AnyLayer, index: number): string =>
  index === 0 ? layer.name : `${layer.name}:${index}`;

function lowerCall(node: Node, ctx: CallContext, given: readonly TensorVal[]): readonly TensorVal[] {
  const { inputs, options } = splitArguments(node.callOptions, given);
  const mask = options.tensors.mask?.[0]?.value;
  const masked = inputs.map((x, i) =>
    i === 0 && mask !== undefined ? { ...x, mask: asMask(ctx, mask) } : x,
  );
  return callLayer(node.layer, withTraining(ctx, options.training), masked, options);
}

/** 0 and 1 in float32. */
function asMask({ b }: CallContext, mask: ValueId): ValueId {
  const { dtype } = b.typeOf(mask);
  return binary(b, 'ne', mask, constant(b, 0, dtype === 'int32' || dtype === 'uint32' ? dtype : 'float32'));
}

/** Runs a layer's `call` and puts masks on outputs that have none. */
export function callLayer(
  layer: AnyLayer,
  ctx: CallContext,
  inputs: readonly TensorVal[],
  options: ReturnType<typeof splitArguments>['options'],
): readonly TensorVal[] {
  const outputs = layer.call(ctx, inputs, options);
  const masks = layer.computeMask(ctx, inputs, outputs);
  return outputs.map((out, i) => (out.mask === undefined ? { value: out.value, mask: masks[i] } : out));
}

function checkInputs(model: GraphModel, ctx: CallContext, inputs: readonly TensorVal[]): void {
  const where = model.name;
  if (inputs.length !== model.inputs.length) {
    throw shapeError({ where, must: `the model has ${model.inputs.length} inputs`, got: `${inputs.length}` });
  }
  model.inputs.forEach((tensor, i) => {
    const shape = ctx.b.shapeOf(inputs[i]!.value);
    const fits = shape.length === tensor.rank && tensor.shape.every((d, a) => d === null || d === shape[a]);
    if (fits) return;
    throw shapeError({
      where: `${where}, input '${tensor.name}'`,
      must: `must have shape ${formatShape(tensor.shape)}`,
      got: formatShape(shape),
    });
  });
}
