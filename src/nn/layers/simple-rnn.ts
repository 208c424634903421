import type { ValueId } from '../../graph/ir/graph.ts';
import { simpleRnn as simpleRnnOp } from '../../graph/ops/simple-rnn.ts';
import type { CallContext } from '../call-context.ts';
import type { Tensors } from '../structure.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import type { Weight } from '../weight.ts';
import { type Recurrence, type RecurrenceOptions, Recurrent, type RecurrentConfig } from './recurrent.ts';

export type SimpleRNNConfig = RecurrentConfig;

/**
 * h' = activation(x·W + h·U + b): (batch, time, features) → (batch, units), or (batch, time, units) with `returnSequences`.
 * Weights: kernel [features, units], recurrent_kernel [units, units], bias [units]. Keras: `keras.layers.SimpleRNN`.
 */
export class SimpleRNN<Out extends Tensors = SymbolicTensor> extends Recurrent<Out> {
  override get className(): string {
    return 'SimpleRNN';
  }

  protected override get gates(): number {
    return 1;
  }

  override get stateCount(): number {
    return 1;
  }

  protected override get cellName(): string {
    return 'simple_rnn_cell';
  }

  protected override addBias(): Weight {
    return this.addWeight({
      name: 'bias',
      path: this.cellName,
      shape: [this.units],
      initializer: this.initializers.bias,
      regularizer: this.regularizers.bias,
    });
  }

  protected override inputBias(ctx: CallContext): ValueId | undefined {
    return this.bias === null ? undefined : ctx.weight(this.bias);
  }

  protected override recur(ctx: CallContext, xz: ValueId, options: RecurrenceOptions): Recurrence {
    const { hs, hLast } = simpleRnnOp(ctx.b, xz, ctx.weight(this.recurrentKernel), {
      initial: options.initial[0],
      mask: options.mask,
      drop: options.drop,
      activation: this.activation,
    });
    return { hs, states: [hLast] };
  }
}

/** See `SimpleRNN`. `simpleRNN({ units: 32 })`; with `returnState` a call returns [output, h]. */
export function simpleRNN(
  config: SimpleRNNConfig & { readonly returnState: true },
): SimpleRNN<SymbolicTensor[]>;
export function simpleRNN(config: SimpleRNNConfig): SimpleRNN;
export function simpleRNN(config: SimpleRNNConfig): SimpleRNN<Tensors> {
  return new SimpleRNN<Tensors>(config);
}
