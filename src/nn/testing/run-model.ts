import type { NdArray } from '../../core/nd-array.ts';
import { full } from '../../core/nd-array.ts';
import { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
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
    const value = this.b.input('variable', `w${weight.id}`, 'float32', weight.shape);
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

/** Runs a model with the plain references of the ops. Weights must have values. */
export function runModel(model: AnyModel, inputs: readonly NdArray[], options: HostRunOptions = {}): HostRun {
  const ctx = new HostContext(options.training ?? false);
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
  const wrt = options.cotangents === undefined ? [] : [...given, ...[...ctx.weights.values()]];
  const cotangents = (options.cotangents ?? []).map((c, i) => b.input('batch', `c${i}`, 'float32', c.shape));
  if (options.cotangents !== undefined) {
    const parts = results.map(({ value }, i) => sum(b, multiply(b, value, cotangents[i]!)));
    const total = parts.reduce((x, y) => add(b, x, y));
    gradients(b, total, wrt).forEach((g, i) => {
      b.output(`g${i}`, g);
    });
  }
  const feeds: Record<string, NdArray> = { seed: full([], options.seed ?? 0, 'uint32') };
  inputs.forEach((x, i) => {
    feeds[`x${i}`] = x;
  });
  (options.cotangents ?? []).forEach((c, i) => {
    feeds[`c${i}`] = c;
  });
  for (const [name, value] of ctx.scalars) feeds[name] = full([], value);
  for (const weight of weights)
    feeds[`w${weight.id}`] = { shape: weight.shape, dtype: 'float32', data: weight.read() };
  const { outputs } = interpret(b.build(), feeds);
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
