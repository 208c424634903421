import { configError } from '../../core/errors.ts';
import type { SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, mulScalar, multiply } from '../../graph/ops/arithmetic.ts';
import { concatenate } from '../../graph/ops/concatenate.ts';
import { reverse } from '../../graph/ops/reverse.ts';
import type { CallOptions, ResolvedOptions } from '../call-arguments.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { cloneLayer } from '../clone-layer.ts';
import { type AnyLayer, Layer, type LayerConfig } from '../layer.ts';
import { serializeLayer } from '../serialize-layer.ts';
import { flattenTensors, type Tensors } from '../structure.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { shown } from './checks.ts';
import { Recurrent } from './recurrent.ts';

export type MergeMode = 'concat' | 'sum' | 'mul' | 'ave';

export interface BidirectionalConfig extends LayerConfig {
  /** A recurrent layer; it is copied, once for each direction. */
  readonly layer: Recurrent<Tensors> | Recurrent;
  /** How the two outputs are merged; null returns both. Default `concat`. */
  readonly mergeMode?: MergeMode | null;
  /** Another layer for the way back, with `goBackwards` the opposite. */
  readonly backwardLayer?: Recurrent<Tensors> | Recurrent | null;
}

/**
 * A recurrent layer over the sequence and another from its end. Outputs merged by `mergeMode`; with `returnState` followed by the forward and the
 * backward states. Initial states likewise: forward, then backward. Keras: `keras.layers.Bidirectional`.
 */
export class Bidirectional<Out extends Tensors = SymbolicTensor> extends Layer<Out> {
  readonly forwardLayer: Recurrent<Tensors>;
  readonly backwardLayer: Recurrent<Tensors>;
  readonly mergeMode: MergeMode | null;

  constructor(config: BidirectionalConfig) {
    super(config);
    const { layer, backwardLayer } = config;
    if (!(layer instanceof Recurrent)) {
      throw configError({
        where: this.name,
        must: 'layer must be an LSTM, GRU or SimpleRNN',
        got: shown(layer),
      });
    }
    this.mergeMode = checkedMode(this.name, config.mergeMode);
    this.forwardLayer = cloneLayer(layer as Recurrent<Tensors>, { name: prefixed('forward_', layer.name) });
    const back = { name: prefixed('backward_', layer.name), goBackwards: !layer.goBackwards };
    this.backwardLayer = (backwardLayer ??
      cloneLayer(layer as Recurrent<Tensors>, back)) as Recurrent<Tensors>;
    checkPair(this.name, this.forwardLayer, this.backwardLayer);
    for (const inner of [this.forwardLayer, this.backwardLayer])
      inner.zeroOutputForMask = inner.returnSequences;
  }

  override get className(): string {
    return 'Bidirectional';
  }

  override get sublayers(): readonly AnyLayer[] {
    return [this.forwardLayer, this.backwardLayer];
  }

  override get supportsMasking(): boolean {
    return true;
  }

  protected override build(inputs: readonly SymbolicShape[]): void {
    this.forwardLayer.ensureBuilt(inputs.slice(0, 1));
    this.backwardLayer.ensureBuilt(inputs.slice(0, 1));
  }

  override computeOutputShape(
    inputs: readonly SymbolicShape[],
    options: CallOptions = {},
  ): readonly SymbolicShape[] {
    const given = options.initialState === undefined ? [] : flattenTensors(options.initialState);
    const states = [...inputs.slice(1), ...given.map((t) => t.shape)];
    const half = Math.ceil(states.length / 2);
    const forward = this.forwardLayer.computeOutputShape([inputs[0]!, ...states.slice(0, half)]);
    const backward = this.backwardLayer.computeOutputShape([inputs[0]!, ...states.slice(half)]);
    const [y, back] = [forward[0]!, backward[0]!];
    const joined = [...y.slice(0, -1), y[y.length - 1]! + back[back.length - 1]!];
    const outputs = this.mergeMode === null ? [y, back] : [this.mergeMode === 'concat' ? joined : y];
    return [...outputs, ...forward.slice(1), ...backward.slice(1)];
  }

  override call(
    ctx: CallContext,
    inputs: readonly TensorVal[],
    options: ResolvedOptions,
  ): readonly TensorVal[] {
    const { b } = ctx;
    const states = options.tensors.initialState ?? inputs.slice(1);
    const half = states.length / 2;
    const run = (layer: Recurrent<Tensors>, initialState: readonly TensorVal[]) =>
      b.scope(layer.name, () => layer.call(ctx, [inputs[0]!, ...initialState], { ...options, tensors: {} }));
    const [y, ...forward] = run(this.forwardLayer, states.slice(0, half));
    const [back, ...backward] = run(this.backwardLayer, states.slice(half));
    const { returnSequences } = this.forwardLayer;
    const turned = returnSequences ? reverse(b, back!.value, 1) : back!.value;
    const mask = returnSequences ? inputs[0]!.mask : undefined;
    return [...this.#merge(b, y!.value, turned).map((value) => ({ value, mask })), ...forward, ...backward];
  }

  override computeMask(
    _ctx: CallContext,
    _inputs: readonly TensorVal[],
    outputs: readonly TensorVal[],
  ): (ValueId | undefined)[] {
    return outputs.map((out) => out.mask);
  }

  #merge(b: Builder, y: ValueId, back: ValueId): ValueId[] {
    switch (this.mergeMode) {
      case 'concat':
        return [concatenate(b, [y, back], b.shapeOf(y).length - 1)];
      case 'sum':
        return [add(b, y, back)];
      case 'ave':
        return [mulScalar(b, add(b, y, back), 0.5)];
      case 'mul':
        return [multiply(b, y, back)];
      case null:
        return [y, back];
    }
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      mergeMode: this.mergeMode,
      layer: serializeLayer(this.forwardLayer as unknown as AnyLayer),
      backwardLayer: serializeLayer(this.backwardLayer as unknown as AnyLayer),
    };
  }
}

function checkedMode(where: string, mode: MergeMode | null | undefined): MergeMode | null {
  if (mode === undefined) return 'concat';
  if (mode === null || ['concat', 'sum', 'mul', 'ave'].includes(mode)) return mode;
  throw configError({ where, must: 'mergeMode must be concat, sum, mul, ave or null', got: shown(mode) });
}

const prefixed = (prefix: string, name: string): string =>
  name.startsWith(prefix) ? name : `${prefix}${name}`;

function checkPair(where: string, forward: Recurrent<Tensors>, backward: Recurrent<Tensors>): void {
  if (forward.goBackwards === backward.goBackwards) {
    throw configError({
      where,
      must: 'the two layers must have different goBackwards',
      got: `${forward.goBackwards} twice`,
    });
  }
  for (const option of ['returnSequences', 'returnState'] as const) {
    if (forward[option] === backward[option]) continue;
    throw configError({
      where,
      must: `the two layers must have the same ${option}`,
      got: `${forward[option]} and ${backward[option]}`,
    });
  }
}

/** See `Bidirectional`. `bidirectional({ layer: lstm({ units: 32 }) })` */
export function bidirectional(
  config: BidirectionalConfig & { readonly mergeMode: null },
): Bidirectional<SymbolicTensor[]>;
export function bidirectional(config: BidirectionalConfig): Bidirectional;
export function bidirectional(config: BidirectionalConfig): Bidirectional<Tensors> {
  return new Bidirectional<Tensors>(config);
}
