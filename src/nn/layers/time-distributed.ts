import type { DType } from '../../core/dtype.ts';
import { shapeError } from '../../core/errors.ts';
import { formatShape, type SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import type { CallOptions, ResolvedOptions } from '../call-arguments.ts';
import { type CallContext, type TensorVal, withTimeSteps } from '../call-context.ts';
import { type AnyLayer, type InputDTypes, Layer, type LayerConfig } from '../layer.ts';
import { callLayer } from '../lower.ts';
import { serializeLayer } from '../serialize-layer.ts';
import { wrapped } from './wrapped.ts';

export interface TimeDistributedConfig extends LayerConfig {
  /** The layer or model to apply to every time step. */
  readonly layer: AnyLayer | Layer;
}

/**
 * A layer (or a whole model) applied to every time step: (batch, time, ...) → (batch, time, ...). Time folds into the batch,
 * so that all steps are computed at once. Keras: `keras.layers.TimeDistributed`.
 */
export class TimeDistributed extends Layer {
  readonly layer: AnyLayer;

  constructor(config: TimeDistributedConfig) {
    super(config);
    this.layer = wrapped(this.name, config.layer);
  }

  override get className(): string {
    return 'TimeDistributed';
  }

  override get sublayers(): readonly AnyLayer[] {
    return [this.layer];
  }

  override get inputDTypes(): InputDTypes {
    return this.layer.inputDTypes;
  }

  override computeOutputDType(inputs: readonly DType[], count: number): readonly DType[] {
    return this.layer.computeOutputDType(inputs, count);
  }

  override get supportsMasking(): boolean {
    return true;
  }

  protected override build([input]: readonly SymbolicShape[]): void {
    this.layer.ensureBuilt([stepShape(input!)]);
  }

  override computeOutputShape(
    [input]: readonly SymbolicShape[],
    options: CallOptions,
  ): readonly SymbolicShape[] {
    const outputs = this.layer.computeOutputShape([stepShape(input!)], options);
    if (outputs.length !== 1) {
      throw shapeError({
        where: 'TimeDistributed',
        must: 'the layer must have one output',
        got: `${outputs.length} from ${this.layer.name}`,
      });
    }
    return [[input![0]!, input![1]!, ...outputs[0]!.slice(1)]];
  }

  override call(ctx: CallContext, [x]: readonly TensorVal[], options: ResolvedOptions): readonly TensorVal[] {
    const { b } = ctx;
    const [batch, steps, ...rest] = b.shapeOf(x!.value);
    const rows = batch! * steps!;
    const folded: TensorVal = {
      value: reshape(b, x!.value, [rows, ...rest]),
      mask: x!.mask === undefined ? undefined : stepMask(b, x!.mask, rows, rest.length),
    };
    const inner = b.scope(this.layer.name, () =>
      callLayer(this.layer, withTimeSteps(ctx, steps!), [folded], { ...options, tensors: {} }),
    );
    const value = inner[0]!.value;
    return [{ value: reshape(b, value, [batch!, steps!, ...b.shapeOf(value).slice(1)]) }];
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), layer: serializeLayer(this.layer) };
  }
}

/** The shape of one time step, batch first. */
function stepShape(input: SymbolicShape): SymbolicShape {
  if (input.length >= 3) return [null, ...input.slice(2)];
  throw shapeError({
    where: 'TimeDistributed',
    must: 'the input must be (batch, time, ...) with at least one more axis',
    got: formatShape(input),
    try: 'input({ shape: [time, features] })',
  });
}

/** The mask of the steps, folded, for layers that take one: it must have an axis less than what they are given. */
function stepMask(b: Builder, mask: ValueId, rows: number, stepRank: number): ValueId | undefined {
  const rest = b.shapeOf(mask).slice(2);
  return rest.length === stepRank - 1 ? reshape(b, mask, [rows, ...rest]) : undefined;
}

/** See `TimeDistributed`. `timeDistributed({ layer: visionModel })` */
export const timeDistributed = (config: TimeDistributedConfig): TimeDistributed =>
  new TimeDistributed(config);
