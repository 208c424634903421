import type { Builder } from '../graph/ir/builder.ts';
import type { ValueId } from '../graph/ir/graph.ts';
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
  /** The variable that holds a weight. */
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
}

/** The same context with another idea of training. */
export function withTraining(ctx: CallContext, training: boolean | undefined): CallContext {
  if (training === undefined || training === ctx.training) return ctx;
  return {
    b: ctx.b,
    training,
    seed: ctx.seed,
    weight: (weight) => ctx.weight(weight),
    assign: (weight, value) => ctx.assign(weight, value),
    addLoss: (value) => ctx.addLoss(value),
    nextStream: () => ctx.nextStream(),
    scalar: (name, value) => ctx.scalar(name, value),
  };
}
