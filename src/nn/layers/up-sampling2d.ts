import type { SymbolicShape } from '../../core/shape.ts';
import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, mulScalar } from '../../graph/ops/arithmetic.ts';
import { broadcastInDim } from '../../graph/ops/broadcast-in-dim.ts';
import { concatenate } from '../../graph/ops/concatenate.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { sliceAxis } from '../../graph/ops/slice.ts';
import type { CallContext, TensorVal } from '../call-context.ts';
import { Layer, type LayerConfig } from '../layer.ts';
import { channelsLast, imageShape, oneOf, pair } from './checks.ts';

export interface UpSampling2DConfig extends LayerConfig {
  /** How often each row and column is repeated: n or [vertical, horizontal]. Default 2. */
  readonly size?: number | readonly [number, number];
  /** Default `nearest`. */
  readonly interpolation?: 'nearest' | 'bilinear';
  readonly dataFormat?: 'channels_last' | null;
}

/**
 * (batch, height, width, channels) → (batch, size·height, size·width, channels), by repeating or by linear interpolation
 * between pixel centres. Keras: `keras.layers.UpSampling2D`.
 */
export class UpSampling2D extends Layer {
  readonly size: readonly [number, number];
  readonly interpolation: 'nearest' | 'bilinear';

  constructor(config: UpSampling2DConfig = {}) {
    super(config);
    channelsLast(this.name, config.dataFormat);
    this.size = pair(this.name, 'size', config.size ?? 2);
    this.interpolation = oneOf(this.name, 'interpolation', config.interpolation ?? 'nearest', [
      'nearest',
      'bilinear',
    ]);
  }

  override get className(): string {
    return 'UpSampling2D';
  }

  override computeOutputShape([input]: readonly SymbolicShape[]): readonly SymbolicShape[] {
    const [batch, height, width, channels] = imageShape('UpSampling2D', input!);
    return [[batch!, height! * this.size[0], width! * this.size[1], channels!]];
  }

  override call({ b }: CallContext, [x]: readonly TensorVal[]): readonly TensorVal[] {
    const grow = this.interpolation === 'nearest' ? repeatAxis : interpolateAxis;
    return [{ value: grow(b, grow(b, x!.value, 1, this.size[0]), 2, this.size[1]) }];
  }

  protected override ownConfig(): Record<string, unknown> {
    return { size: this.size, interpolation: this.interpolation, dataFormat: 'channels_last' };
  }
}

/** Every element along `axis` `times` times in a row. */
function repeatAxis(b: Builder, x: ValueId, axis: number, times: number): ValueId {
  const shape = b.shapeOf(x);
  const spread = [...shape.slice(0, axis + 1), times, ...shape.slice(axis + 1)];
  const dims = shape.map((_, i) => (i <= axis ? i : i + 1));
  return merged(b, broadcastInDim(b, x, spread, dims), axis);
}

/**
 * Output r of the `times` that belong to input i lies at i + d, d = (r + ½) / times − ½: between it and the neighbour on
 * the side of d. Beyond the ends the last element counts.
 */
function interpolateAxis(b: Builder, x: ValueId, axis: number, times: number): ValueId {
  const before = shiftAxis(b, x, axis, -1);
  const after = shiftAxis(b, x, axis, 1);
  const phases = Array.from({ length: times }, (_, r) => {
    const d = (r + 0.5) / times - 0.5;
    if (d === 0) return x;
    return add(b, mulScalar(b, x, 1 - Math.abs(d)), mulScalar(b, d < 0 ? before : after, Math.abs(d)));
  });
  const shape = b.shapeOf(x);
  const single = [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)];
  const parts = phases.map((phase) => reshape(b, phase, single));
  return merged(b, concatenate(b, parts, axis + 1), axis);
}

/** x[i + by] along the axis, the end repeated. */
function shiftAxis(b: Builder, x: ValueId, axis: number, by: 1 | -1): ValueId {
  const size = b.shapeOf(x)[axis]!;
  if (size === 1) return x;
  const rest = sliceAxis(b, x, axis, by === 1 ? 1 : 0, size - 1);
  const end = sliceAxis(b, x, axis, by === 1 ? size - 1 : 0, 1);
  return concatenate(b, by === 1 ? [rest, end] : [end, rest], axis);
}

/** Axes `axis` and `axis + 1` as one. */
function merged(b: Builder, x: ValueId, axis: number): ValueId {
  const shape = b.shapeOf(x);
  return reshape(b, x, [...shape.slice(0, axis), shape[axis]! * shape[axis + 1]!, ...shape.slice(axis + 2)]);
}

/** See `UpSampling2D`. */
export const upSampling2d = (config: UpSampling2DConfig = {}): UpSampling2D => new UpSampling2D(config);
