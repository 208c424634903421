import type { NdArray } from '../../core/nd-array.ts';
import { full } from '../../core/nd-array.ts';
import { Builder } from '../../graph/ir/builder.ts';
import type { Graph, ValueId } from '../../graph/ir/graph.ts';
import { add, multiply } from '../../graph/ops/arithmetic.ts';
import { interpret } from '../../graph/ops/interpret.ts';
import { sum } from '../../graph/ops/reduce.ts';
import { gradients } from '../../graph/passes/autodiff.ts';
import type { CallContext } from '../call-context.ts';
import { lowerModel } from '../lower.ts';
import type { AnyModel } from '../model.ts';
import type { Weight } from '../weight.ts';

/** What a run of a model on the host gives. */
export interface HostRun {
  readonly outputs: readonly NdArray[];
  /** The masks that come with the outputs. */
  readonly masks: readonly (NdArray | undefined)[];
  /** New values of assigned weights. */
  readonly assigned: ReadonlyMap<Weight, NdArray>;
  /** Sum of the regularisers' penalties. */
  readonly penalty: number;
  /** d Σ output · cotangent / d input and / d weight; zero-filled where there is no dependence. */
  readonly inputGradients: readonly NdArray[];
  readonly weightGradients: ReadonlyMap<Weight, NdArray>;
}

export interface HostRunOptions {
  readonly training?: boolean;
  readonly seed?: number;
  /** One per output; gradients are computed where given. */
  readonly cotangents?: readonly NdArray[];
}

/** A context whose weights are graph variables, for running models with the interpreter. */
class HostContext implements CallContext {
  readonly b = new Builder();
  readonly training: boolean;
  readonly weights = new Map<Weight, ValueId>();
  readonly assigned = new Map<Weight, ValueId>();
  readonly losses: ValueId[] = [];
  readonly scalars = new Map<string, number>();
  readonly seed: ValueId;
  #streams = 0;

  constructor(training: boolean) {
    this.training = training;
    this.seed = this.b.scalar('seed', 'uint32');
  }

  weight(weight: Weight): ValueId {
    const known = this.assigned.get(weight) ?? this.weights.get(weight);
    if (known !== undefined) return known;
    const value = this.b.input('variable', variableName(weight), 'float32', weight.shape);
    this.weights.set(weight, value);
    return value;
  }

  assign(weight: Weight, value: ValueId): void {
    this.assigned.set(weight, value);
  }

  addLoss(value: ValueId): void {
    this.losses.push(value);
  }

  nextStream(): number {
    return this.#streams++;
  }

  scalar(name: string, value: number): ValueId {
    this.scalars.set(name, value);
    return this.b.scalar(name);
  }
}

/** A run of a model as a graph, ready for the interpreter or the device. */
export interface PreparedRun {
  readonly graph: Graph;
  readonly feeds: Readonly<Record<string, NdArray>>;
  /** What the outputs of the graph mean. */
  finish(outputs: Readonly<Record<string, NdArray>>): HostRun;
}

/** Runs a model with the plain references of the ops. Weights must have values. */
export function runModel(model: AnyModel, inputs: readonly NdArray[], options: HostRunOptions = {}): HostRun {
  const { graph, feeds, finish } = prepareRun(model, inputs, options);
  return finish(interpret(graph, feeds).outputs);
}

/** The graph of one call of a model, with gradients where cotangents are given. */
export function prepareRun(
  model: AnyModel,
  inputs: readonly NdArray[],
  { training = false, seed = 0, cotangents }: HostRunOptions = {},
): PreparedRun {
  const ctx = new HostContext(training);
  const { b } = ctx;
  const given = inputs.map((x, i) => b.input('batch', `x${i}`, x.dtype, x.shape));
  const results = lowerModel(model, ctx, given);
  results.forEach(({ value, mask }, i) => {
    b.output(`y${i}`, value);
    if (mask !== undefined) b.output(`m${i}`, mask);
  });
  for (const [weight, value] of ctx.assigned) b.output(`a${weight.id}`, value);
  ctx.losses.forEach((value, i) => {
    b.output(`l${i}`, value);
  });
  const weights = [...ctx.weights.keys()];
  const wrt = cotangents === undefined ? [] : [...given, ...ctx.weights.values()];
  if (cotangents !== undefined) {
    const parts = results.map(({ value }, i) => weighted(b, value, `c${i}`));
    const total = parts.reduce((x, y) => add(b, x, y));
    gradients(b, total, wrt).forEach((g, i) => {
      b.output(`g${i}`, g);
    });
  }
  const feeds = {
    seed: full([], seed, 'uint32'),
    ...numbered('x', inputs),
    ...numbered('c', cotangents ?? []),
    ...Object.fromEntries([...ctx.scalars].map(([name, value]) => [name, full([], value)])),
    ...Object.fromEntries(weights.map((w) => [variableName(w), weightArray(w)])),
  };
  return { graph: b.build(), feeds, finish };

  function finish(outputs: Readonly<Record<string, NdArray>>): HostRun {
    const grads = wrt.map((_, i) => outputs[`g${i}`]!);
    return {
      outputs: results.map((_, i) => outputs[`y${i}`]!),
      masks: results.map((_, i) => outputs[`m${i}`]),
      assigned: new Map([...ctx.assigned.keys()].map((w) => [w, outputs[`a${w.id}`]!])),
      penalty: ctx.losses.reduce((n, _, i) => n + outputs[`l${i}`]!.data[0]!, 0),
      inputGradients: grads.slice(0, given.length),
      weightGradients: new Map(grads.slice(given.length).map((g, i) => [weights[i]!, g])),
    };
  }
}

/** Σ value · cotangent */
function weighted(b: Builder, value: ValueId, cotangent: string): ValueId {
  return sum(b, multiply(b, value, b.input('batch', cotangent, 'float32', b.shapeOf(value))));
}

const variableName = (weight: Weight): string => `w${weight.id}`;

const weightArray = (weight: Weight): NdArray => ({
  shape: weight.shape,
  dtype: 'float32',
  data: weight.read(),
});

const numbered = (prefix: string, arrays: readonly NdArray[]): Record<string, NdArray> =>
  Object.fromEntries(arrays.map((array, i) => [`${prefix}${i}`, array]));
