import type { Prng } from '../../core/prng.ts';
import type { Shape } from '../../core/shape.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { lstm as lstmOp } from '../../graph/ops/lstm.ts';
import type { CellActivationName } from '../../graph/ops/recurrent-activation.ts';
import type { CallContext } from '../call-context.ts';
import type { Initializer } from '../initializers/initializer.ts';
import type { Tensors } from '../structure.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import type { Weight } from '../weight.ts';
import {
  type Recurrence,
  type RecurrenceOptions,
  Recurrent,
  type RecurrentConfig,
  recurrentActivation,
} from './recurrent.ts';

export interface LSTMConfig extends RecurrentConfig {
  /** Default `sigmoid`. */
  readonly recurrentActivation?: string | null;
  /** The forget gate's bias starts at 1. Default true. */
  readonly unitForgetBias?: boolean;
}

/**
 * Long short-term memory: (batch, time, features) → (batch, units), or (batch, time, units) with `returnSequences`; states h, c. Weights:
 * kernel [features, 4·units], recurrent_kernel [units, 4·units], bias [4·units], gates in the order i, f, c, o.
 * Keras: `keras.layers.LSTM`. Source: Hochreiter and Schmidhuber 1997.
 */
export class LSTM<Out extends Tensors = SymbolicTensor> extends Recurrent<Out> {
  readonly recurrentActivation: CellActivationName;
  readonly unitForgetBias: boolean;

  constructor(config: LSTMConfig) {
    super(config);
    this.recurrentActivation = recurrentActivation(config.recurrentActivation, 'sigmoid');
    this.unitForgetBias = config.unitForgetBias ?? true;
  }

  override get className(): string {
    return 'LSTM';
  }

  protected override get gates(): number {
    return 4;
  }

  override get stateCount(): number {
    return 2;
  }

  protected override get cellName(): string {
    return 'lstm_cell';
  }

  protected override addBias(): Weight {
    const { bias } = this.initializers;
    return this.addWeight({
      name: 'bias',
      path: this.cellName,
      shape: [4 * this.units],
      initializer: this.unitForgetBias ? forgetOne(bias, this.units) : bias,
      regularizer: this.regularizers.bias,
    });
  }

  protected override inputBias(ctx: CallContext): ValueId | undefined {
    return this.bias === null ? undefined : ctx.weight(this.bias);
  }

  protected override recur(ctx: CallContext, xz: ValueId, options: RecurrenceOptions): Recurrence {
    const [h, c] = options.initial;
    const { hs, hLast, cLast } = lstmOp(ctx.b, xz, ctx.weight(this.recurrentKernel), {
      initial: h === undefined || c === undefined ? undefined : { h, c },
      mask: options.mask,
      drop: options.drop,
      activation: this.activation,
      recurrentActivation: this.recurrentActivation,
    });
    return { hs, states: [hLast, cLast] };
  }

  protected override ownConfig(): Record<string, unknown> {
    return {
      ...super.ownConfig(),
      recurrentActivation: this.recurrentActivation,
      unitForgetBias: this.unitForgetBias,
    };
  }
}

/** The bias of i, of f (ones), of c and o. */
function forgetOne(bias: Initializer, units: number): Initializer {
  return {
    ...bias,
    create: (_shape: Shape, prng: Prng) => {
      const out = new Float32Array(4 * units).fill(1);
      out.set(bias.create([units], prng), 0);
      out.set(bias.create([2 * units], prng), 2 * units);
      return out;
    },
  };
}

/** See `LSTM`. `lstm({ units: 32 })`; with `returnState` a call returns [output, h, c]. */
export function lstm(config: LSTMConfig & { readonly returnState: true }): LSTM<SymbolicTensor[]>;
export function lstm(config: LSTMConfig): LSTM;
export function lstm(config: LSTMConfig): LSTM<Tensors> {
  return new LSTM<Tensors>(config);
}
