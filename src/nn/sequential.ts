import type { DType } from '../core/dtype.ts';
import { configError } from '../core/errors.ts';
import type { SymbolicShape } from '../core/shape.ts';
import type { CallOptions } from './call-arguments.ts';
import { InputLayer, input } from './input.ts';
import { type AnyLayer, Layer, type LayerConfig } from './layer.ts';
import { Model } from './model.ts';
import { orderInputs } from './model-inputs.ts';
import { inNameScope } from './name-scope.ts';
import { serializeLayer } from './serialize-layer.ts';
import { flattenTensors, type Tensors } from './structure.ts';
import { SymbolicTensor } from './symbolic-tensor.ts';

export interface SequentialConfig extends Omit<LayerConfig, 'inputShape'> {
  readonly layers?: readonly SequentialEntry[];
}

/** A layer, or an input to start with. */
export type SequentialEntry = Layer<Tensors> | Layer | SymbolicTensor;

/**
 * A chain of layers, each called on the output of the one before. The shape of the input comes from an input as first
 * entry, from `inputShape` of the first layer, or from the first call. Keras: `keras.Sequential`.
 */
export class Sequential extends Model<SymbolicTensor> {
  readonly #chain: AnyLayer[] = [];
  #input: SymbolicTensor | null = null;

  constructor(config: SequentialConfig = {}) {
    super({ name: config.name, trainable: config.trainable });
    for (const entry of config.layers ?? []) this.add(entry);
  }

  override get className(): string {
    return 'Sequential';
  }

  /** The layers of the chain, without the input, as Keras lists them. */
  override get layers(): readonly AnyLayer[] {
    return this.#chain;
  }

  override get isSequential(): boolean {
    return true;
  }

  /** Puts a layer (or model) at the end of the chain. */
  add(entry: SequentialEntry): void {
    if (entry instanceof SymbolicTensor || entry instanceof InputLayer) this.#start(entry);
    else this.#append(entry);
  }

  #append(entry: Layer<Tensors> | Layer): void {
    if (!(entry instanceof Layer)) {
      throw configError({
        where: this.name,
        must: 'entries of a sequential model must be layers or models',
        got: typeof entry,
        try: 'layers.dense({ units: 64 })',
      });
    }
    const layer = entry as AnyLayer;
    if (this.#chain.includes(layer) || this.#chain.some((other) => other.name === layer.name)) {
      throw configError({
        where: this.name,
        must: 'names of layers must differ',
        got: `'${layer.name}' twice`,
      });
    }
    if (this.#input === null && this.#chain.length === 0) this.#input = firstInput(layer);
    this.#chain.push(layer);
    if (this.#input !== null) this.#extend(layer);
  }

  /** The layers, an input first where it is known, as plain data. */
  override getConfig(): Record<string, unknown> {
    const first = this.#input === null ? [] : [serializeLayer(this.#input.node.layer)];
    return {
      name: this.name,
      trainable: this.trainable,
      layers: [...first, ...this.#chain.map(serializeLayer)],
    };
  }

  /** Fixes the input's shape (batch first) where it is not known yet. */
  buildFor(shape: SymbolicShape, dtype?: DType): void {
    if (this.#input !== null) return;
    const given = (dtype ?? defaultDType(this.#chain[0])) as 'float32';
    this.#input = input({ shape: shape.slice(1) as number[], dtype: given });
    for (const layer of this.#chain) this.#extend(layer);
    // Compiled before it had weights: the same choices again, with the weights that there are now.
    if (this.compiled !== null)
      this.compile({ ...this.compiled, lossWeights: this.compiled.lossWeights ?? undefined });
  }

  /** Inside a wrapper, which knows the shape. */
  protected override build(inputs: readonly SymbolicShape[]): void {
    if (!this.hasGraph && inputs[0] !== undefined) this.buildFor(inputs[0]);
  }

  override apply(inputs: Tensors, options: CallOptions = {}): SymbolicTensor {
    if (!this.hasGraph) {
      const [first] = flattenTensors(inputs);
      if (first instanceof SymbolicTensor) this.buildFor(first.shape, first.dtype);
    }
    return super.apply(orderInputs(this, inputs), options);
  }

  #start(entry: SymbolicTensor | InputLayer): void {
    if (this.#input !== null || this.#chain.length > 0) {
      throw configError({ where: this.name, must: 'an input must be the first entry, and the only input' });
    }
    this.#input = entry instanceof SymbolicTensor ? entry : entry.output;
  }

  /** Calls the layer on the end of the chain. */
  #extend(layer: AnyLayer): void {
    const end = this.hasGraph ? this.outputs[0]! : this.#input!;
    const result = inNameScope(this.name, () => layer(end));
    if (!(result instanceof SymbolicTensor)) {
      throw configError({
        where: this.name,
        must: 'every layer of a sequential model must have one output',
        got: `${flattenTensors(result).length} from ${layer.name}`,
        try: 'model({ inputs, outputs })',
      });
    }
    this.setGraph(this.#input!, result);
  }
}

/** The input that a first layer's own settings ask for: its `inputShape`, or the inputs of a model. */
function firstInput(layer: AnyLayer): SymbolicTensor | null {
  if (layer.inputShapeHint !== null) {
    return input({ shape: layer.inputShapeHint, dtype: defaultDType(layer) });
  }
  if (!(layer instanceof Model) || !layer.hasGraph || layer.inputs.length !== 1) return null;
  const { shape, dtype } = layer.inputs[0]!;
  return input({ shape: shape.slice(1) as number[], dtype: dtype as 'float32' });
}

/** What a first layer reads where nothing else is said: indices for an embedding. */
function defaultDType(layer: AnyLayer | undefined): 'float32' | 'int32' {
  return layer?.className === 'Embedding' ? 'int32' : 'float32';
}

/** A chain of layers: `sequential({ layers: [dense, …] })`, or `sequential([dense, …])`. Keras: `keras.Sequential`. */
export function sequential(config: SequentialConfig | readonly SequentialEntry[] = {}): Sequential {
  return new Sequential(Array.isArray(config) ? { layers: config } : (config as SequentialConfig));
}
