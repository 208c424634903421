import { configError, shapeError } from '../../core/errors.ts';
import { formatShape, type SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { multiply } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import type { CellActivationName } from '../../graph/ops/recurrent-activation.ts';
import { cellActivationName } from '../../graph/ops/recurrent-activation.ts';
import { reverse } from '../../graph/ops/reverse.ts';
import { transpose } from '../../graph/ops/transpose.ts';
import { activationName } from '../activations/table.ts';
import type { CallOptions, ResolvedOptions } from '../call-arguments.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { getInitializer, type InitializerSpec, serializeInitializer } from '../initializers/table.ts';
import { Layer, type LayerConfig } from '../layer.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { getRegularizer, type RegularizerSpec, serializeRegularizer } from '../regularizers/table.ts';
import { flattenTensors, type Tensors } from '../structure.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import type { Weight } from '../weight.ts';
import { fraction, positiveInteger, sequenceShape } from './checks.ts';
import { keepMask } from './drop-values.ts';
import { project } from './recurrent-projection.ts';

/** Options that LSTM, GRU and SimpleRNN share. */
export interface RecurrentConfig extends LayerConfig {
  /** Size of the state. */
  readonly units: number;
  /** Default `tanh`. */
  readonly activation?: string | null;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `glorot_uniform`. */
  readonly kernelInitializer?: InitializerSpec;
  /** Default `orthogonal`. */
  readonly recurrentInitializer?: InitializerSpec;
  /** Default `zeros`. */
  readonly biasInitializer?: InitializerSpec;
  readonly kernelRegularizer?: RegularizerSpec | null;
  readonly recurrentRegularizer?: RegularizerSpec | null;
  readonly biasRegularizer?: RegularizerSpec | null;
  /** Fraction of the inputs to drop in training, the same for all steps of a sample. Default 0. */
  readonly dropout?: number;
  /** Fraction of the state to drop in training before the recurrent product. Default 0. */
  readonly recurrentDropout?: number;
  /** Return the state after every step instead of after the last. Default false. */
  readonly returnSequences?: boolean;
  /** Return the last state(s) too. Default false. */
  readonly returnState?: boolean;
  /** Read the sequence from its end; a returned sequence is then in that order too. Default false. */
  readonly goBackwards?: boolean;
  /** In a returned sequence, masked steps are 0 instead of the state before them. Default false. */
  readonly zeroOutputForMask?: boolean;
  readonly seed?: number | null;
}

/** What a cell makes of projected inputs: time-major [T, B, units], and its last states [B, units]. */
export interface Recurrence {
  readonly hs: ValueId;
  readonly states: readonly ValueId[];
}

/** Inputs of the recurrence besides the projected sequence. */
export interface RecurrenceOptions {
  readonly initial: readonly ValueId[];
  /** [T, B]. */
  readonly mask: ValueId | undefined;
  /** [B, gates · units]. */
  readonly drop: ValueId | undefined;
}

/**
 * Layers that read (batch, time, features) step by step. Called on x, on [x, ...initial states], or with `{ initialState }`.
 * Returns (batch, units) or (batch, time, units), with `returnState` followed by the last states.
 */
export abstract class Recurrent<Out extends Tensors = SymbolicTensor> extends Layer<Out> {
  readonly units: number;
  readonly activation: CellActivationName;
  readonly useBias: boolean;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  /** Bidirectional sets it on the layers it makes. */
  zeroOutputForMask: boolean;
  protected readonly initializers: Readonly<Record<'kernel' | 'recurrent' | 'bias', Initializer>>;
  protected readonly regularizers: Readonly<Record<'kernel' | 'recurrent' | 'bias', Regularizer | null>>;
  readonly #seed: number | null;
  protected kernel!: Weight;
  protected recurrentKernel!: Weight;
  protected bias: Weight | null = null;

  constructor(config: RecurrentConfig) {
    super(config);
    this.units = positiveInteger(this.name, 'units', config.units);
    this.activation = recurrentActivation(config.activation, 'tanh');
    this.useBias = config.useBias ?? true;
    this.returnSequences = config.returnSequences ?? false;
    this.returnState = config.returnState ?? false;
    this.goBackwards = config.goBackwards ?? false;
    this.zeroOutputForMask = config.zeroOutputForMask ?? false;
    this.dropout = fraction(this.name, 'dropout', config.dropout ?? 0);
    this.recurrentDropout = fraction(this.name, 'recurrentDropout', config.recurrentDropout ?? 0);
    this.#seed = config.seed ?? null;
    refuseStateful(this.name, config);
    this.initializers = {
      kernel: getInitializer(config.kernelInitializer ?? 'glorot_uniform'),
      recurrent: getInitializer(config.recurrentInitializer ?? 'orthogonal'),
      bias: getInitializer(config.biasInitializer ?? 'zeros'),
    };
    this.regularizers = {
      kernel: getRegularizer(config.kernelRegularizer),
      recurrent: getRegularizer(config.recurrentRegularizer),
      bias: getRegularizer(config.biasRegularizer),
    };
  }

  /** Gates of the cell: 4 for LSTM, 3 for GRU, 1 for SimpleRNN. */
  protected abstract get gates(): number;

  /** Tensors of the state: 2 for LSTM, else 1. */
  abstract get stateCount(): number;

  /** Keras's name of the cell, part of the paths of the weights. */
  protected abstract get cellName(): string;

  protected abstract addBias(): Weight;

  /** The bias that is added to the projected input, undefined for none. */
  protected abstract inputBias(ctx: CallContext): ValueId | undefined;

  /** Runs the cell over xz [T, B, gates · units]. */
  protected abstract recur(ctx: CallContext, xz: ValueId, options: RecurrenceOptions): Recurrence;

  override get supportsMasking(): boolean {
    return true;
  }

  protected override build([input]: readonly SymbolicShape[]): void {
    const [, , features] = sequenceShape(this.className, input!);
    const width = this.gates * this.units;
    const add = (name: 'kernel' | 'recurrent', weight: string, rows: number) =>
      this.addWeight({
        name: weight,
        path: this.cellName,
        shape: [rows, width],
        initializer: this.initializers[name],
        regularizer: this.regularizers[name],
      });
    this.kernel = add('kernel', 'kernel', features!);
    this.recurrentKernel = add('recurrent', 'recurrent_kernel', this.units);
    if (this.useBias) this.bias = this.addBias();
  }

  override computeOutputShape(
    inputs: readonly SymbolicShape[],
    options: CallOptions = {},
  ): readonly SymbolicShape[] {
    const [batch, time, features] = sequenceShape(this.className, inputs[0]!);
    if (features !== this.kernel.shape[0]) {
      throw shapeError({
        where: this.className,
        must: `the input must have the ${this.kernel.shape[0]} features it was built for`,
        got: formatShape(inputs[0]!),
      });
    }
    const given = options.initialState === undefined ? [] : flattenTensors(options.initialState);
    this.#checkStates([...inputs.slice(1), ...given.map((t) => t.shape)]);
    const state = [batch!, this.units];
    const output = this.returnSequences ? [batch!, time!, this.units] : state;
    return this.returnState ? [output, ...new Array(this.stateCount).fill(state)] : [output];
  }

  #checkStates(states: readonly SymbolicShape[]): void {
    if (states.length === 0) return;
    const fits =
      states.length === this.stateCount && states.every((s) => s.length === 2 && s[1] === this.units);
    if (fits) return;
    throw shapeError({
      where: this.className,
      must: `the initial state must be ${this.stateCount} of (batch, ${this.units})`,
      got: states.map(formatShape).join(' and '),
    });
  }

  override call(
    ctx: CallContext,
    inputs: readonly TensorVal[],
    options: ResolvedOptions,
  ): readonly TensorVal[] {
    const { b } = ctx;
    const x = inputs[0]!;
    const initial = (options.tensors.initialState ?? inputs.slice(1)).map((s) => s.value);
    this.#checkStates(initial.map((s) => b.shapeOf(s)));
    const mask = x.mask === undefined ? undefined : this.#timeMajor(b, x.mask);
    const xz = this.#project(ctx, this.#timeMajor(b, x.value));
    const { hs, states } = this.recur(ctx, xz, {
      initial,
      mask,
      drop: this.#recurrentDrop(ctx, b.shapeOf(xz)[1]!),
    });
    const output = this.returnSequences ? this.#sequence(b, hs, mask) : states[0]!;
    const last = this.returnState ? states.map((value) => ({ value })) : [];
    return [{ value: output, mask: this.returnSequences ? x.mask : undefined }, ...last];
  }

  override computeMask(
    _ctx: CallContext,
    _inputs: readonly TensorVal[],
    outputs: readonly TensorVal[],
  ): (ValueId | undefined)[] {
    return outputs.map((out) => out.mask);
  }

  /** [B, T, ...] → [T, B, ...], read from the end where `goBackwards`. */
  #timeMajor(b: Builder, x: ValueId): ValueId {
    const rest = b.shapeOf(x).map((_, i) => i);
    const moved = transpose(b, x, [1, 0, ...rest.slice(2)]);
    return this.goBackwards ? reverse(b, moved, 0) : moved;
  }

  #sequence(b: Builder, hs: ValueId, mask: ValueId | undefined): ValueId {
    const shown =
      mask !== undefined && this.zeroOutputForMask
        ? multiply(b, hs, broadcastInDim(b, mask, b.shapeOf(hs), [0, 1]))
        : hs;
    return transpose(b, shown, [1, 0, 2]);
  }

  /** x · W + b for all steps at once. With recurrent dropout each gate has its own input dropout, as in Keras. */
  #project(ctx: CallContext, x: ValueId): ValueId {
    const gates = this.recurrentDropout > 0 ? this.gates : 1;
    const [, batch, features] = ctx.b.shapeOf(x);
    const active = ctx.training && this.dropout > 0;
    const drops = active
      ? Array.from({ length: gates }, () =>
          keepMask(ctx, `${this.name}/dropout`, this.dropout, [batch!, features!]),
        )
      : [];
    return project(ctx.b, x, ctx.weight(this.kernel), this.inputBias(ctx), drops);
  }

  #recurrentDrop(ctx: CallContext, batch: number): ValueId | undefined {
    if (!ctx.training || this.recurrentDropout === 0) return undefined;
    const shape = [batch, this.gates * this.units];
    return keepMask(ctx, `${this.name}/recurrent_dropout`, this.recurrentDropout, shape);
  }

  protected override ownConfig(): Record<string, unknown> {
    const [init, reg] = [this.initializers, this.regularizers];
    return {
      units: this.units,
      activation: this.activation,
      useBias: this.useBias,
      kernelInitializer: serializeInitializer(init.kernel),
      recurrentInitializer: serializeInitializer(init.recurrent),
      biasInitializer: serializeInitializer(init.bias),
      kernelRegularizer: serializeRegularizer(reg.kernel),
      recurrentRegularizer: serializeRegularizer(reg.recurrent),
      biasRegularizer: serializeRegularizer(reg.bias),
      dropout: this.dropout,
      recurrentDropout: this.recurrentDropout,
      returnSequences: this.returnSequences,
      returnState: this.returnState,
      goBackwards: this.goBackwards,
      zeroOutputForMask: this.zeroOutputForMask,
      seed: this.#seed,
    };
  }
}

/** Keras's name of a cell's activation; undefined takes the default, null is linear. */
export function recurrentActivation(
  name: string | null | undefined,
  fallback: CellActivationName,
): CellActivationName {
  return name === undefined ? fallback : cellActivationName(activationName(name));
}

function refuseStateful(where: string, config: object): void {
  if (!('stateful' in config) || config.stateful !== true) return;
  throw configError({
    where,
    must: 'stateful must be false: state is passed explicitly',
    got: 'true',
    try: 'returnState and initialState',
  });
}
