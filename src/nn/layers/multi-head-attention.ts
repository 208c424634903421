import { shapeError } from '../../core/errors.ts';
import { formatShape, type Shape, type SymbolicShape, sizeOf } from '../../core/shape.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add } from '../../graph/ops/arithmetic.ts';
import { dot } from '../../graph/ops/dot.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { transpose } from '../../graph/ops/transpose.ts';
import type { CallOptions, ResolvedOptions } from '../call-arguments.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { Layer, type LayerConfig } from '../layer.ts';
import type { Weight } from '../weight.ts';
import { attend, attentionMask } from './attention.ts';
import { fraction, positiveInteger } from './checks.ts';
import {
  type KernelConfig,
  type KernelOptions,
  kernelOptions,
  kernelOptionsConfig,
} from './kernel-options.ts';

export interface MultiHeadAttentionConfig extends LayerConfig, KernelConfig {
  readonly numHeads: number;
  /** Size of each head for query and key. */
  readonly keyDim: number;
  /** Size of each head for value. Default: keyDim. */
  readonly valueDim?: number | null;
  /** Dropout of the attention scores in training. Default 0. */
  readonly dropout?: number;
  /** Size of the output's last axis. Default: that of the query. */
  readonly outputShape?: number | readonly number[] | null;
  readonly seed?: number | null;
}

/** A projection [in, heads, size] or [heads, size, out] and its bias. */
interface Projection {
  readonly kernel: Weight;
  readonly bias: Weight | null;
}

/**
 * Scaled dot-product attention with several heads. Called on [query, value] or [query, value, key]: (batch, T, a), (batch, S, b), (batch,
 * S, c) → (batch, T, a). Options of the call: `attentionMask` (batch, T, S), `valueMask`, `keyMask`, `useCausalMask`, `returnAttentionScores` (adds (batch, heads, T, S)). Weights:
 * kernel and bias of query, key, value, attention_output. Keras: `keras.layers.MultiHeadAttention`. Source: Vaswani et al. 2017.
 */
export class MultiHeadAttention extends Layer {
  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly dropout: number;
  readonly #outputSize: number | null;
  readonly #options: KernelOptions;
  readonly #seed: number | null;
  #projections!: Readonly<Record<'query' | 'key' | 'value' | 'output', Projection>>;

  constructor(config: MultiHeadAttentionConfig) {
    super(config);
    this.numHeads = positiveInteger(this.name, 'numHeads', config.numHeads);
    this.keyDim = positiveInteger(this.name, 'keyDim', config.keyDim);
    this.valueDim = positiveInteger(this.name, 'valueDim', config.valueDim ?? config.keyDim);
    this.dropout = fraction(this.name, 'dropout', config.dropout ?? 0);
    const { outputShape = null } = config;
    const size = Array.isArray(outputShape) ? outputShape[0] : outputShape;
    this.#outputSize = size === null ? null : positiveInteger(this.name, 'outputShape', size);
    this.#options = kernelOptions(config);
    this.#seed = config.seed ?? null;
  }

  override get className(): string {
    return 'MultiHeadAttention';
  }

  protected override build(inputs: readonly SymbolicShape[]): void {
    const [query, value, key] = this.#shapes(inputs);
    const heads = (name: string, features: number, size: number) =>
      this.#project(name, [features, this.numHeads, size], 1, [this.numHeads, size]);
    const output = this.#outputSize ?? query[2]!;
    this.#projections = {
      query: heads('query', query[2]!, this.keyDim),
      key: heads('key', key[2]!, this.keyDim),
      value: heads('value', value[2]!, this.valueDim),
      output: this.#project('attention_output', [this.numHeads, this.valueDim, output], 2, [output]),
    };
  }

  /** `inputAxes` leading axes of the kernel are summed over; the initializer counts fans by them, as Keras does. */
  #project(path: string, shape: Shape, inputAxes: number, biasShape: Shape): Projection {
    const o = this.#options;
    const fans = [sizeOf(shape.slice(0, inputAxes)), sizeOf(shape.slice(inputAxes))];
    const kernel = this.addWeight({
      name: 'kernel',
      path,
      shape,
      initializer: withFans(o.kernelInitializer, fans),
      regularizer: o.kernelRegularizer,
    });
    if (!o.useBias) return { kernel, bias: null };
    const bias = this.addWeight({
      name: 'bias',
      path,
      shape: biasShape,
      initializer: o.biasInitializer,
      regularizer: o.biasRegularizer,
    });
    return { kernel, bias };
  }

  /** Shapes of query, value and key, checked. */
  #shapes(inputs: readonly SymbolicShape[]): [SymbolicShape, SymbolicShape, SymbolicShape] {
    const [query, value, key = value] = inputs;
    const count = inputs.length === 2 || inputs.length === 3;
    if (count && inputs.every((s) => s.length === 3) && value![1] === key![1]) return [query!, value!, key!];
    throw shapeError({
      where: 'MultiHeadAttention',
      must: 'is called on [query, value] or [query, value, key], each (batch, time, features), value and key of one length',
      got: inputs.map(formatShape).join(', '),
    });
  }

  override computeOutputShape(
    inputs: readonly SymbolicShape[],
    options: CallOptions,
  ): readonly SymbolicShape[] {
    const [query, value, key] = this.#shapes(inputs);
    const built = [this.#projections.query, this.#projections.value, this.#projections.key];
    [query, value, key].forEach((shape, i) => {
      const features = built[i]!.kernel.shape[0]!;
      if (shape[2] === features) return;
      throw shapeError({
        where: 'MultiHeadAttention',
        must: `${['query', 'value', 'key'][i]} must have the ${features} features it was built for`,
        got: formatShape(shape),
      });
    });
    const output = [query[0]!, query[1]!, this.#outputSize ?? query[2]!];
    const scores = [query[0]!, this.numHeads, query[1]!, value[1]!];
    return options.returnAttentionScores ? [output, scores] : [output];
  }

  override call(
    ctx: CallContext,
    inputs: readonly TensorVal[],
    options: ResolvedOptions,
  ): readonly TensorVal[] {
    const { b } = ctx;
    const [query, value, key = value] = inputs;
    const scoresAsked = options.returnAttentionScores ?? false;
    const split = (x: ValueId, name: 'query' | 'key' | 'value') =>
      this.#heads(ctx, x, this.#projections[name]);
    const mask = attentionMask(b, {
      query: query!,
      value: value!,
      key: inputs.length === 3 ? key! : undefined,
      options,
    });
    const { output, scores } = attend(ctx, {
      query: split(query!.value, 'query'),
      key: split(key!.value, 'key'),
      value: split(value!.value, 'value'),
      mask,
      // Keras drops fully masked rows only on this path.
      zeroMasked: scoresAsked || this.dropout > 0,
      dropout: this.dropout,
      dropoutName: `${this.name}/dropout`,
    });
    const result = { value: this.#combine(ctx, output), mask: query!.mask };
    return scoresAsked ? [result, { value: scores }] : [result];
  }

  override computeMask(
    _ctx: CallContext,
    _inputs: readonly TensorVal[],
    outputs: readonly TensorVal[],
  ): (ValueId | undefined)[] {
    return outputs.map((out) => out.mask);
  }

  /** x [B, T, D] → [B, heads, T, size]. */
  #heads(ctx: CallContext, x: ValueId, { kernel, bias }: Projection): ValueId {
    const { b } = ctx;
    const [batch, time, features] = b.shapeOf(x);
    const [, heads, size] = kernel.shape;
    const width = heads! * size!;
    const rows = reshape(b, x, [batch! * time!, features!]);
    const product = dot(b, rows, reshape(b, ctx.weight(kernel), [features!, width]));
    const y = bias === null ? product : add(b, product, reshape(b, ctx.weight(bias), [width]));
    return transpose(b, reshape(b, y, [batch!, time!, heads!, size!]), [0, 2, 1, 3]);
  }

  /** [B, heads, T, size] → [B, T, out]. */
  #combine(ctx: CallContext, x: ValueId): ValueId {
    const { b } = ctx;
    const { kernel, bias } = this.#projections.output;
    const [batch, heads, time, size] = b.shapeOf(x);
    const rows = reshape(b, transpose(b, x, [0, 2, 1, 3]), [batch! * time!, heads! * size!]);
    const product = dot(b, rows, reshape(b, ctx.weight(kernel), [heads! * size!, kernel.shape[2]!]));
    const y = bias === null ? product : add(b, product, ctx.weight(bias));
    return reshape(b, y, [batch!, time!, kernel.shape[2]!]);
  }

  protected override ownConfig(): Record<string, unknown> {
    return {
      numHeads: this.numHeads,
      keyDim: this.keyDim,
      valueDim: this.valueDim,
      dropout: this.dropout,
      outputShape: this.#outputSize,
      ...kernelOptionsConfig(this.#options),
      seed: this.#seed,
    };
  }
}

/** An initializer that scales by fans, told that the kernel is a matrix of these two sizes. */
function withFans(initializer: Initializer, fans: Shape): Initializer {
  const scales = /^(Glorot|He|Lecun|VarianceScaling)/.test(initializer.className);
  return scales ? { ...initializer, create: (_shape, prng) => initializer.create(fans, prng) } : initializer;
}

/** See `MultiHeadAttention`. `multiHeadAttention({ numHeads: 4, keyDim: 16 })([x, x])` */
export const multiHeadAttention = (config: MultiHeadAttentionConfig): MultiHeadAttention =>
  new MultiHeadAttention(config);
