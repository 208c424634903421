import type { DType } from '../core/dtype.ts';
import { shapeError } from '../core/errors.ts';
import { invariant } from '../core/invariant.ts';
import type { Shape, SymbolicShape } from '../core/shape.ts';
import type { TensorVal } from './call-context.ts';
import { Layer, type LayerConfig } from './layer.ts';
import type { Node } from './node.ts';
import { SymbolicTensor } from './symbolic-tensor.ts';

export interface InputConfig extends Omit<LayerConfig, 'inputShape' | 'trainable'> {
  /** Sizes of the axes without the batch. */
  readonly shape: Shape;
  /** Default `float32`. */
  readonly dtype?: 'float32' | 'int32' | 'uint8';
}

/** Where data enter a model. Has one node, without inputs. Keras: `keras.layers.InputLayer`. */
export class InputLayer extends Layer {
  readonly shape: Shape;
  readonly dtype: DType;

  constructor(config: InputConfig) {
    super(config);
    this.shape = checkedShape(this.name, config.shape);
    this.dtype = config.dtype ?? 'float32';
    const node: Node = {
      layer: this as unknown as Node['layer'],
      inputs: [],
      outputs: [],
      callOptions: { positional: 0, keywords: [], flags: {} },
    };
    node.outputs.push(new SymbolicTensor([null, ...this.shape], this.dtype, node, 0));
    this.inboundNodes.push(node);
    this.ensureBuilt([]);
  }

  override get className(): string {
    return 'InputLayer';
  }

  override computeOutputShape(): readonly SymbolicShape[] {
    return [[null, ...this.shape]];
  }

  override call(): readonly TensorVal[] {
    invariant(false, 'an input layer computes nothing');
  }

  override getConfig(): Record<string, unknown> {
    return { name: this.name, batchShape: [null, ...this.shape], dtype: this.dtype };
  }
}

/**
 * A symbolic tensor of shape (batch, ...shape) to start a model with.
 * `input({ shape: [784] })`, `input({ shape: [100], dtype: 'int32', name: 'main_input' })`. Keras: `keras.Input`.
 */
export function input(config: InputConfig): SymbolicTensor {
  return new InputLayer(config).output;
}

function checkedShape(where: string, shape: Shape): Shape {
  if (Array.isArray(shape) && shape.every((d) => Number.isInteger(d) && d > 0)) return [...shape];
  throw shapeError({
    where,
    must: 'shape must be a list of whole numbers above 0, without the batch',
    got: JSON.stringify(shape) ?? String(shape),
    try: 'shape: [784]',
  });
}
