import { shapeError } from '../../core/errors.ts';
import { formatShape, type SymbolicShape, sizeOf } from '../../core/shape.ts';
import { add } from '../../graph/ops/arithmetic.ts';
import { dot } from '../../graph/ops/dot.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { type ActivationName, activate, activationName } from '../activations/table.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import type { InitializerSpec } from '../initializers/table.ts';
import { Layer, type LayerConfig } from '../layer.ts';
import type { RegularizerSpec } from '../regularizers/table.ts';
import type { Weight } from '../weight.ts';
import { positiveInteger } from './checks.ts';
import { type KernelOptions, kernelOptions, kernelOptionsConfig } from './kernel-options.ts';

export interface DenseConfig extends LayerConfig {
  /** Size of the output's last axis. */
  readonly units: number;
  /** Default: none (linear). */
  readonly activation?: string | null;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `glorot_uniform`. */
  readonly kernelInitializer?: InitializerSpec;
  /** Default `zeros`. */
  readonly biasInitializer?: InitializerSpec;
  readonly kernelRegularizer?: RegularizerSpec | null;
  readonly biasRegularizer?: RegularizerSpec | null;
}

/**
 * y = activation(x·W + b) over the last axis: (batch, ..., in) → (batch, ..., units). Weights: kernel [in, units], bias [units].
 * Keras: `keras.layers.Dense`.
 */
export class Dense extends Layer {
  readonly units: number;
  readonly activation: ActivationName;
  readonly #options: KernelOptions;
  #kernel!: Weight;
  #bias: Weight | null = null;

  constructor(config: DenseConfig) {
    super(config);
    this.units = positiveInteger(this.name, 'units', config.units);
    this.activation = activationName(config.activation);
    this.#options = kernelOptions(config);
  }

  override get className(): string {
    return 'Dense';
  }

  override get supportsMasking(): boolean {
    return true;
  }

  protected override build([input]: readonly SymbolicShape[]): void {
    const o = this.#options;
    this.#kernel = this.addWeight({
      name: 'kernel',
      shape: [lastOf(input!), this.units],
      initializer: o.kernelInitializer,
      regularizer: o.kernelRegularizer,
    });
    if (!o.useBias) return;
    this.#bias = this.addWeight({
      name: 'bias',
      shape: [this.units],
      initializer: o.biasInitializer,
      regularizer: o.biasRegularizer,
    });
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    const size = lastOf(input!);
    if (size !== this.#kernel.shape[0]) {
      throw shapeError({
        where: 'Dense',
        must: `the last axis of the input must be ${this.#kernel.shape[0]}, the size it was built for`,
        got: formatShape(input!),
      });
    }
    return [[...input!.slice(0, -1), this.units]];
  }

  override call(ctx: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const { b } = ctx;
    const shape = b.shapeOf(x!.value);
    const rows = reshape(b, x!.value, [sizeOf(shape.slice(0, -1)), shape[shape.length - 1]!]);
    const product = dot(b, rows, ctx.weight(this.#kernel));
    const y = this.#bias === null ? product : add(b, product, ctx.weight(this.#bias));
    // Softmax and the like work along the last axis, so rows can stay folded.
    return [{ value: reshape(b, activate(b, this.activation, y), [...shape.slice(0, -1), this.units]) }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { units: this.units, activation: this.activation, ...kernelOptionsConfig(this.#options) };
  }
}

function lastOf(shape: SymbolicShape): number {
  const last = shape[shape.length - 1];
  if (shape.length >= 2 && typeof last === 'number') return last;
  throw shapeError({
    where: 'Dense',
    must: 'the input must have a batch axis and at least one more',
    got: formatShape(shape),
    try: 'input({ shape: [features] })',
  });
}

/** See `Dense`. `dense({ units: 64, activation: 'relu' })` */
export const dense = (config: DenseConfig): Dense => new Dense(config);
