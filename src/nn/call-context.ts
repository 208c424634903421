import type { Builder } from '../graph/ir/builder.ts';
import type { ValueId } from '../graph/ir/graph.ts';
import type { AnyLayer } from './layer.ts';
import type { Weight } from './weight.ts';

/** A value of the graph with the mask that Keras would attach to it. */
export interface TensorVal {
  readonly value: ValueId;
  /** float32 [B, T]: 1 where the time step counts, 0 where it is to be skipped. */
  readonly mask?: ValueId | undefined;
}

/** What a layer is given to write its part of the step graph. */
export interface CallContext {
  readonly b: Builder;
  /** Whether the call behaves as in training. */
  readonly training: boolean;
  /** The value of a weight: of its variable, or what an earlier call in this step assigned. */
  weight(weight: Weight): ValueId;
  /** The weight takes `value` at the end of the step (moving statistics). */
  assign(weight: Weight, value: ValueId): void;
  /** Adds a scalar to the total loss (regularisers). */
  addLoss(value: ValueId): void;
  /** uint32 scalar, new for each step. */
  readonly seed: ValueId;
  /** A number for a source of randomness that no other has. */
  nextStream(): number;
  /** A hyperparameter as per-step data, so that it can be edited while training: `scalar('dropout/rate', 0.5)`. */
  scalar(name: string, value: number): ValueId;
  /** Under TimeDistributed: how many time steps of each sample stand side by side in the batch axis. */
  readonly timeSteps?: number | undefined;
  /** Layers that are frozen in this run: fixed by `compile`, whatever `trainable` says since. Absent: `trainable` says it. */
  readonly frozenLayers?: ReadonlySet<AnyLayer> | undefined;
}

/** Whether a layer is frozen in this run. */
export function isFrozen(ctx: CallContext, layer: AnyLayer): boolean {
  return ctx.frozenLayers?.has(layer) ?? !layer.trainable;
}

/** The same context with the layers that `compile` found frozen. */
export function withFrozen(ctx: CallContext, frozenLayers: ReadonlySet<AnyLayer> | undefined): CallContext {
  return frozenLayers === undefined ? ctx : { ...copyOf(ctx), frozenLayers };
}

/** The same context inside TimeDistributed, where `steps` time steps of each sample are in the batch axis. */
export function withTimeSteps(ctx: CallContext, steps: number): CallContext {
  return { ...copyOf(ctx), timeSteps: steps * (ctx.timeSteps ?? 1) };
}

/** The same context with another idea of training. */
export function withTraining(ctx: CallContext, training: boolean | undefined): CallContext {
  if (training === undefined || training === ctx.training) return ctx;
  return { ...copyOf(ctx), training };
}

/** The same context inside a nested model: its layers' hyperparameters are named below it. */
export function insideModel(ctx: CallContext, model: string): CallContext {
  return { ...copyOf(ctx), scalar: (name, value) => ctx.scalar(`${model}/${name}`, value) };
}

/** A context may be an instance of a class: its methods are bound. */
function copyOf(ctx: CallContext): CallContext {
  return {
    b: ctx.b,
    training: ctx.training,
    seed: ctx.seed,
    timeSteps: ctx.timeSteps,
    frozenLayers: ctx.frozenLayers,
    weight: (weight) => ctx.weight(weight),
    assign: (weight, value) => ctx.assign(weight, value),
    addLoss: (value) => ctx.addLoss(value),
    nextStream: () => ctx.nextStream(),
    scalar: (name, value) => ctx.scalar(name, value),
  };
}
