import type { ValueId } from '../../graph/ir/graph.ts';
import { gru as gruOp } from '../../graph/ops/gru.ts';
import type { CellActivationName } from '../../graph/ops/recurrent-activation.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { sliceAxis } from '../../graph/ops/slice.ts';
import type { CallContext } from '../call-context.ts';
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

export interface GRUConfig extends RecurrentConfig {
  /** Default `sigmoid`. */
  readonly recurrentActivation?: string | null;
  /** The reset gate multiplies the recurrent product (true) or the state before it. Default true. */
  readonly resetAfter?: boolean;
}

/**
 * Gated recurrent unit: (batch, time, features) → (batch, units), or (batch, time, units) with `returnSequences`. Weights: kernel [features, 3·units],
 * recurrent_kernel [units, 3·units], bias [2, 3·units] (input and recurrent; [3·units] without `resetAfter`), gates z, r, h.
 * Keras: `keras.layers.GRU`. Source: Cho et al. 2014.
 */
export class GRU<Out extends Tensors = SymbolicTensor> extends Recurrent<Out> {
  readonly recurrentActivation: CellActivationName;
  readonly resetAfter: boolean;

  constructor(config: GRUConfig) {
    super(config);
    this.recurrentActivation = recurrentActivation(config.recurrentActivation, 'sigmoid');
    this.resetAfter = config.resetAfter ?? true;
  }

  override get className(): string {
    return 'GRU';
  }

  protected override get gates(): number {
    return 3;
  }

  override get stateCount(): number {
    return 1;
  }

  protected override get cellName(): string {
    return 'gru_cell';
  }

  protected override addBias(): Weight {
    const width = 3 * this.units;
    return this.addWeight({
      name: 'bias',
      path: this.cellName,
      shape: this.resetAfter ? [2, width] : [width],
      initializer: this.initializers.bias,
      regularizer: this.regularizers.bias,
    });
  }

  protected override inputBias(ctx: CallContext): ValueId | undefined {
    return this.resetAfter ? this.#biasRow(ctx, 0) : this.bias === null ? undefined : ctx.weight(this.bias);
  }

  #biasRow(ctx: CallContext, row: 0 | 1): ValueId | undefined {
    if (this.bias === null) return undefined;
    return reshape(ctx.b, sliceAxis(ctx.b, ctx.weight(this.bias), 0, row, 1), [3 * this.units]);
  }

  protected override recur(ctx: CallContext, xz: ValueId, options: RecurrenceOptions): Recurrence {
    const { hs, hLast } = gruOp(ctx.b, xz, ctx.weight(this.recurrentKernel), {
      initial: options.initial[0],
      mask: options.mask,
      drop: options.drop,
      bias: this.resetAfter ? this.#biasRow(ctx, 1) : undefined,
      resetAfter: this.resetAfter,
      activation: this.activation,
      recurrentActivation: this.recurrentActivation,
    });
    return { hs, states: [hLast] };
  }

  protected override ownConfig(): Record<string, unknown> {
    return {
      ...super.ownConfig(),
      recurrentActivation: this.recurrentActivation,
      resetAfter: this.resetAfter,
    };
  }
}

/** See `GRU`. `gru({ units: 32 })`; with `returnState` a call returns [output, h]. */
export function gru(config: GRUConfig & { readonly returnState: true }): GRU<SymbolicTensor[]>;
export function gru(config: GRUConfig): GRU;
export function gru(config: GRUConfig): GRU<Tensors> {
  return new GRU<Tensors>(config);
}
