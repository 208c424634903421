import type { DType } from '../core/dtype.ts';
import { configError, dtypeError, graphError, withWhere } from '../core/errors.ts';
import type { NdArray } from '../core/nd-array.ts';
import type { Shape, SymbolicShape } from '../core/shape.ts';
import type { ValueId } from '../graph/ir/graph.ts';
import { type CallOptions, collectArguments, type ResolvedOptions } from './call-arguments.ts';
import type { CallContext, TensorVal } from './call-context.ts';
import { Callable } from './callable.ts';
import { getInitializer, type InitializerSpec } from './initializers/table.ts';
import { inNameScope, scopedPath } from './name-scope.ts';
import { reserveName, snakeCase, uniqueName } from './names.ts';
import type { Node } from './node.ts';
import { agreedShape, nodeAt, onlyNode } from './node-queries.ts';
import { getRegularizer, type RegularizerSpec } from './regularizers/table.ts';
import type { Tensors } from './structure.ts';
import { SymbolicTensor } from './symbolic-tensor.ts';
import { Weight } from './weight.ts';
import { exportWeights, importWeights, initializeWeights } from './weight-io.ts';

/** Options that every layer takes. */
export interface LayerConfig {
  /** Default: the class in snake case, made unique by a number. */
  readonly name?: string;
  /** False freezes the weights; takes effect at the next `compile`. Default true. */
  readonly trainable?: boolean;
  /** Shape without the batch, for the first layer of a sequential model. */
  readonly inputShape?: Shape;
}

/** A layer whatever it returns. */
export type AnyLayer = Layer<Tensors>;

/** Which inputs a layer takes: float32 alone, or any dtype. */
export type InputDTypes = 'float32' | 'any';

/**
 * A function with weights on symbolic tensors. Instances are callable: each call adds a node and shares the weights.
 * `Out` is what a call returns. Keras: `keras.layers.Layer`.
 */
export abstract class Layer<Out extends Tensors = SymbolicTensor> extends Callable<Out> {
  override readonly name: string;
  /** Shape without the batch that a sequential model starts with; null where none was given. */
  readonly inputShapeHint: Shape | null;
  /** The calls of this layer, in order. */
  readonly inboundNodes: Node[] = [];
  /** Weights that this layer itself owns; those of layers inside it come after them in `weights`. */
  protected readonly ownWeights: Weight[] = [];
  #built = false;
  #trainable: boolean;

  constructor(config: LayerConfig = {}) {
    super();
    this.name = config.name === undefined ? this.automaticName() : chosenName(config.name);
    this.inputShapeHint = config.inputShape ?? null;
    this.#trainable = config.trainable ?? true;
  }

  private automaticName(): string {
    return uniqueName(snakeCase(this.className));
  }

  /** Keras's class name, for example `Dense`. */
  abstract get className(): string;

  /** Shapes of the outputs for given shapes of the inputs; throws a shape error where the layer cannot take them. */
  abstract computeOutputShape(
    inputs: readonly SymbolicShape[],
    options: CallOptions,
  ): readonly SymbolicShape[];

  /** Writes the computation into the graph: values in, values out, all of known shape. */
  abstract override call(
    ctx: CallContext,
    inputs: readonly TensorVal[],
    options: ResolvedOptions,
  ): readonly TensorVal[];

  /** Makes the weights. Called once, before the first call. */
  protected build(_inputs: readonly SymbolicShape[]): void {}

  /** Keras's config of the layer in camel case, without the name. */
  protected ownConfig(): Record<string, unknown> {
    return {};
  }

  /** Dtypes that the inputs may have. */
  get inputDTypes(): InputDTypes {
    return 'float32';
  }

  /** Dtypes of the outputs. Layers that take any dtype pass it on; the others give float32. */
  computeOutputDType(inputs: readonly DType[], count: number): readonly DType[] {
    return new Array<DType>(count).fill(this.inputDTypes === 'any' ? inputs[0]! : 'float32');
  }

  /** Whether the mask of the (first) input goes on to the outputs. */
  get supportsMasking(): boolean {
    return false;
  }

  /** Masks of the outputs that `call` did not set. Default: the first input's where `supportsMasking`. */
  computeMask(
    _ctx: CallContext,
    inputs: readonly TensorVal[],
    outputs: readonly TensorVal[],
  ): (ValueId | undefined)[] {
    return outputs.map(() => (this.supportsMasking ? inputs[0]?.mask : undefined));
  }

  /** Layers inside this one. */
  get sublayers(): readonly AnyLayer[] {
    return [];
  }

  /** The weights in Keras's order: trainable ones, then the rest, then those of the layers inside, each once. */
  get weights(): readonly Weight[] {
    const own = [
      ...this.ownWeights.filter((w) => w.trainedByGradient),
      ...this.ownWeights.filter((w) => !w.trainedByGradient),
    ];
    return [...new Set([...own, ...this.sublayers.flatMap((layer) => layer.weights)])];
  }

  get trainableWeights(): readonly Weight[] {
    return this.#trainable ? this.weights.filter((w) => w.trainable) : [];
  }

  get nonTrainableWeights(): readonly Weight[] {
    const trainable = new Set(this.trainableWeights);
    return this.weights.filter((w) => !trainable.has(w));
  }

  /** False freezes the weights of the layer and of all layers in it, at the next `compile`. */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(value: boolean) {
    this.#trainable = value;
    for (const weight of this.ownWeights) weight.trainable = value && weight.trainedByGradient;
    for (const layer of this.sublayers) layer.trainable = value;
  }

  get built(): boolean {
    return this.#built;
  }

  /** Number of parameters. Allocates nothing. Errors where the layer has not been called yet. */
  countParams(): number {
    if (!this.#built) {
      throw graphError({
        where: this.name,
        must: 'the layer must be built before its parameters are counted',
        try: 'calling it on an input first',
      });
    }
    return this.weights.reduce((n, w) => n + w.size, 0);
  }

  /** Makes the weights for inputs of these shapes, unless they exist. */
  ensureBuilt(inputs: readonly SymbolicShape[]): void {
    if (this.#built) return;
    withWhere(this.name, () => inNameScope(this.name, () => this.build(inputs)));
    this.#built = true;
    if (!this.#trainable) this.trainable = false;
  }

  /** Calls the layer on symbolic tensors: adds a node and returns its outputs. The same as `layer(inputs, options)`. */
  override apply(inputs: Tensors, options: CallOptions = {}): Out {
    const { tensors, args } = collectArguments(this.name, inputs, options);
    const positional = tensors.slice(0, args.positional);
    this.checkDTypes(positional);
    const shapes = positional.map((t) => t.shape);
    this.ensureBuilt(shapes);
    const outShapes = withWhere(this.name, () => this.computeOutputShape(shapes, options));
    const dtypes = this.computeOutputDType(
      positional.map((t) => t.dtype),
      outShapes.length,
    );
    const node: Node = {
      layer: this as unknown as AnyLayer,
      inputs: tensors,
      outputs: [],
      callOptions: args,
    };
    node.outputs.push(...outShapes.map((shape, i) => new SymbolicTensor(shape, dtypes[i]!, node, i)));
    this.inboundNodes.push(node);
    return this.packOutputs(node.outputs);
  }

  /** One output as itself, several as a list. */
  protected packOutputs(outputs: readonly SymbolicTensor[]): Out {
    return (outputs.length === 1 ? outputs[0]! : [...outputs]) as unknown as Out;
  }

  protected checkDTypes(inputs: readonly SymbolicTensor[]): void {
    const wrong = this.inputDTypes === 'any' ? undefined : inputs.find((t) => t.dtype !== 'float32');
    if (wrong === undefined) return;
    throw dtypeError({
      where: this.name,
      must: `inputs of ${this.className} must be float32`,
      got: `${wrong.dtype} from ${wrong.name}`,
      try: 'an Embedding or Rescaling layer before it, or a float32 input',
    });
  }

  /** Adds a weight in `build`; `path` stands between the layer's name and the weight's. */
  protected addWeight(spec: {
    readonly name: string;
    readonly shape: Shape;
    readonly initializer: InitializerSpec;
    readonly trainable?: boolean;
    readonly regularizer?: RegularizerSpec | null | undefined;
    readonly path?: string;
    readonly isTable?: boolean;
  }): Weight {
    const weight = new Weight({
      name: spec.name,
      path: scopedPath(...(spec.path === undefined ? [] : [spec.path]), spec.name),
      shape: spec.shape,
      initializer: getInitializer(spec.initializer),
      trainable: spec.trainable ?? true,
      regularizer: getRegularizer(spec.regularizer),
      isTable: spec.isTable ?? false,
    });
    this.ownWeights.push(weight);
    return weight;
  }

  /** The output of the only call. Throws where there is none or several (Keras 2's rule). */
  get output(): Out {
    return this.packOutputs(onlyNode(this as unknown as AnyLayer, 'output').outputs);
  }

  /** The input of the only call: one tensor, or a list. */
  get input(): SymbolicTensor | SymbolicTensor[] {
    return one(onlyNode(this as unknown as AnyLayer, 'input').inputs);
  }

  /** Shape of the output; where there are several calls they must agree. */
  get outputShape(): SymbolicShape | SymbolicShape[] {
    return one(agreedShape(this as unknown as AnyLayer, 'output'));
  }

  /** Shape of the input; where there are several calls they must agree. */
  get inputShape(): SymbolicShape | SymbolicShape[] {
    return one(agreedShape(this as unknown as AnyLayer, 'input'));
  }

  /** Output of call `nodeIndex` (from 0). */
  getOutputAt(nodeIndex: number): Out {
    return this.packOutputs(nodeAt(this as unknown as AnyLayer, nodeIndex, 'output').outputs);
  }

  /** Input of call `nodeIndex` (from 0). */
  getInputAt(nodeIndex: number): SymbolicTensor | SymbolicTensor[] {
    return one(nodeAt(this as unknown as AnyLayer, nodeIndex, 'input').inputs);
  }

  getOutputShapeAt(nodeIndex: number): SymbolicShape | SymbolicShape[] {
    return one(nodeAt(this as unknown as AnyLayer, nodeIndex, 'output shape').outputs.map((t) => t.shape));
  }

  getInputShapeAt(nodeIndex: number): SymbolicShape | SymbolicShape[] {
    return one(nodeAt(this as unknown as AnyLayer, nodeIndex, 'input shape').inputs.map((t) => t.shape));
  }

  /** First values for all weights that have none. The same seed gives the same values. */
  initialize(seed: number): void {
    initializeWeights(this.weights, seed);
  }

  /** Copies of the weights in Keras's order, read back from the device where they are trained. */
  getWeights(): Promise<NdArray[]> {
    return exportWeights(this.weights);
  }

  /** Sets all weights, in Keras's order. Errors where number or shapes differ. */
  setWeights(values: readonly { readonly data: ArrayLike<number>; readonly shape: Shape }[]): void {
    importWeights(this.name, this.weights, values);
  }

  /** Keras's config in camel case; `layerFromConfig` makes an equal layer from it. */
  getConfig(): Record<string, unknown> {
    return { name: this.name, trainable: this.#trainable, ...this.ownConfig() };
  }
}

function one<T>(list: readonly T[]): T | T[] {
  return list.length === 1 ? list[0]! : [...list];
}

function chosenName(name: string): string {
  if (typeof name === 'string' && name !== '' && !name.includes('/')) return reserveName(name);
  throw configError({ where: 'layer', must: "a name must be text without '/'", got: JSON.stringify(name) });
}
