import type { DType } from '../../core/dtype.ts';
import { dtypeError } from '../../core/errors.ts';
import type { SymbolicShape } from '../../core/shape.ts';
import { binary } from '../../graph/ops/arithmetic.ts';
import { cast } from '../../graph/ops/cast.ts';
import { constant } from '../../graph/ops/constant.ts';
import { gather } from '../../graph/ops/gather.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { getInitializer, type InitializerSpec, serializeInitializer } from '../initializers/table.ts';
import { type InputDTypes, Layer, type LayerConfig } from '../layer.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { getRegularizer, type RegularizerSpec, serializeRegularizer } from '../regularizers/table.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import type { Weight } from '../weight.ts';
import { positiveInteger } from './checks.ts';

export interface EmbeddingConfig extends LayerConfig {
  /** Size of the vocabulary: indices are 0 … inputDim − 1. */
  readonly inputDim: number;
  /** Numbers per index. */
  readonly outputDim: number;
  /** Default `uniform`: ±0.05. */
  readonly embeddingsInitializer?: InitializerSpec;
  readonly embeddingsRegularizer?: RegularizerSpec | null;
  /** Steps with index 0 are masked; row 0 stays an ordinary row. Default false. */
  readonly maskZero?: boolean;
}

/**
 * Rows of a table by index: int32 (batch, ...) → float32 (batch, ..., outputDim). Weight: embeddings [inputDim, outputDim].
 * An index outside the vocabulary is an error where the data enter. Keras: `keras.layers.Embedding`.
 */
export class Embedding extends Layer {
  readonly inputDim: number;
  readonly outputDim: number;
  readonly maskZero: boolean;
  readonly #initializer: Initializer;
  readonly #regularizer: Regularizer | null;
  #table!: Weight;

  constructor(config: EmbeddingConfig) {
    super(config);
    this.inputDim = positiveInteger(this.name, 'inputDim', config.inputDim);
    this.outputDim = positiveInteger(this.name, 'outputDim', config.outputDim);
    this.maskZero = config.maskZero ?? false;
    this.#initializer = getInitializer(config.embeddingsInitializer ?? 'uniform');
    this.#regularizer = getRegularizer(config.embeddingsRegularizer);
  }

  override get className(): string {
    return 'Embedding';
  }

  override get inputDTypes(): InputDTypes {
    return 'any';
  }

  override computeOutputDType(): readonly DType[] {
    return ['float32'];
  }

  protected override checkDTypes(inputs: readonly SymbolicTensor[]): void {
    const { dtype, name } = inputs[0]!;
    if (dtype === 'int32' || dtype === 'uint32' || dtype === 'float32') return;
    throw dtypeError({
      where: this.name,
      must: 'indices must be int32 (or whole numbers in float32)',
      got: `${dtype} from ${name}`,
      try: "input({ shape, dtype: 'int32' })",
    });
  }

  protected override build(): void {
    this.#table = this.addWeight({
      name: 'embeddings',
      shape: [this.inputDim, this.outputDim],
      initializer: this.#initializer,
      regularizer: this.#regularizer,
      isTable: true,
    });
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    return [[...input!, this.outputDim]];
  }

  override call(ctx: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const { b } = ctx;
    const indices = b.typeOf(x!.value).dtype === 'float32' ? cast(b, x!.value, 'int32') : x!.value;
    const value = gather(b, ctx.weight(this.#table), indices);
    if (!this.maskZero) return [{ value }];
    const { dtype } = b.typeOf(indices);
    return [{ value, mask: binary(b, 'ne', indices, constant(b, 0, dtype === 'uint32' ? dtype : 'int32')) }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return {
      inputDim: this.inputDim,
      outputDim: this.outputDim,
      embeddingsInitializer: serializeInitializer(this.#initializer),
      embeddingsRegularizer: serializeRegularizer(this.#regularizer),
      maskZero: this.maskZero,
    };
  }
}

/** See `Embedding`. `embedding({ inputDim: 10000, outputDim: 512 })` */
export const embedding = (config: EmbeddingConfig): Embedding => new Embedding(config);
