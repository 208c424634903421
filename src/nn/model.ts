import type { DType } from '../core/dtype.ts';
import { configError, graphError, shapeError } from '../core/errors.ts';
import type { NdArray } from '../core/nd-array.ts';
import { formatShape, type SymbolicShape } from '../core/shape.ts';
import type { CallOptions } from './call-arguments.ts';
import { type CallContext, insideModel, type TensorVal } from './call-context.ts';
import { type CompileConfig, type CompiledSpec, compiledSpec } from './compile.ts';
import { type AnyLayer, type InputDTypes, Layer, type LayerConfig } from './layer.ts';
import { lowerGraph } from './lower.ts';
import { functionalConfig } from './model-config.ts';
import { orderInputs } from './model-inputs.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { outputNames } from './output-names.ts';
import { checkChoices } from './resolve.ts';
import {
  type BatchOptions,
  type Data,
  type EvaluateOptions,
  type FitOptions,
  type History,
  type Logs,
  type PredictOptions,
  runtime,
} from './runtime.ts';
import { type SerializedLayer, serializeShared } from './serialize-layer.ts';
import { flattenTensors, keysOf, packLike, type Tensors } from './structure.ts';
import { type SummaryOptions, summaryText } from './summary.ts';
import { SymbolicTensor } from './symbolic-tensor.ts';
import { mapGraph, type Topology } from './topology.ts';

export interface ModelConfig<Out extends Tensors = Tensors> extends Omit<LayerConfig, 'inputShape'> {
  /** One tensor, a list, or a dictionary by input name. */
  readonly inputs: Tensors;
  /** One tensor, a list, or a dictionary by output name; `predict` and calls answer in the same form. */
  readonly outputs: Out;
}

/** A model whatever it returns. */
export type AnyModel = Model<Tensors>;

/** The tensors of a model and what lies between them. */
interface ModelGraph {
  readonly inputForm: Tensors;
  readonly outputForm: Tensors;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  readonly topology: Topology;
}

/**
 * The calls between some inputs and some outputs, as a layer. It can be called again on other tensors, which shares its
 * weights, and nested in other models. Keras: `keras.Model` (functional).
 */
export class Model<Out extends Tensors = Tensors> extends Layer<Out> {
  #graph: ModelGraph | null = null;
  #compiled: CompiledSpec | null = null;

  /** A sequential model may get its graph later, by `setGraph`. */
  constructor(config: ModelConfig<Out> | LayerConfig) {
    super(config);
    if ('inputs' in config) this.setGraph(config.inputs, config.outputs);
  }

  /** Takes the calls between these tensors as the model's own. */
  protected setGraph(inputForm: Tensors, outputForm: Tensors): void {
    const inputs = checkedTensors(this.name, 'inputs', inputForm);
    const outputs = checkedTensors(this.name, 'outputs', outputForm);
    const topology = mapGraph(this.name, inputs, outputs);
    this.#graph = { inputForm, outputForm, inputs, outputs, topology };
    this.ensureBuilt([]);
  }

  /** Whether inputs and outputs are known; false for a sequential model without an input shape. */
  get hasGraph(): boolean {
    return this.#graph !== null;
  }

  get #known(): ModelGraph {
    if (this.#graph !== null) return this.#graph;
    throw graphError({
      where: this.name,
      must: 'the shape of the input must be known',
      got: 'a sequential model without one',
      try: 'inputShape on its first layer, an input as its first entry, or calling it on a tensor',
    });
  }

  get inputs(): readonly SymbolicTensor[] {
    return this.#known.inputs;
  }

  get outputs(): readonly SymbolicTensor[] {
    return this.#known.outputs;
  }

  get topology(): Topology {
    return this.#known.topology;
  }

  /** Names by which data refer to the inputs: those of the input layers. */
  get inputNames(): readonly string[] {
    return this.inputs.map((t) => t.name);
  }

  /** Names by which losses, metrics, targets and logs refer to the outputs. */
  get outputNames(): readonly string[] {
    return outputNames(this.outputs, this.#known.outputForm);
  }

  override get className(): string {
    return 'Functional';
  }

  /** All layers of the model, inputs included, in Keras's order. */
  get layers(): readonly AnyLayer[] {
    return this.topology.layers;
  }

  override get sublayers(): readonly AnyLayer[] {
    return this.layers;
  }

  /** The layers that `summary` lists. */
  get summaryLayers(): readonly AnyLayer[] {
    return this.layers;
  }

  /** Whether it is a chain of layers made by `sequential`. */
  get isSequential(): boolean {
    return false;
  }

  /** Elements of the optimizer's state, for `summary`; set by whoever trains the model, null before. */
  optimizerParams: number | null = null;

  /** The layer with this name. Errors with the known names where there is none. */
  getLayer(name: string): AnyLayer {
    const found = this.layers.find((layer) => layer.name === name);
    if (found !== undefined) return found;
    const known = this.layers.map((layer) => layer.name).join(', ');
    throw graphError({ where: this.name, must: `layers are ${known}`, got: `'${name}'` });
  }

  override get inputDTypes(): InputDTypes {
    return 'any';
  }

  override computeOutputDType(): readonly DType[] {
    return this.outputs.map((t) => t.dtype);
  }

  override get supportsMasking(): boolean {
    return true;
  }

  override computeMask(
    _ctx: CallContext,
    _inputs: readonly TensorVal[],
    outputs: readonly TensorVal[],
  ): TensorVal['mask'][] {
    return outputs.map((out) => out.mask);
  }

  /** Puts the tensors of a call into the order of the model's inputs and checks them. */
  override apply(inputs: Tensors, options: CallOptions = {}): Out {
    return super.apply(orderInputs(this as unknown as AnyModel, inputs), options);
  }

  override computeOutputShape(inputs: readonly SymbolicShape[]): readonly SymbolicShape[] {
    this.inputs.forEach((tensor, i) => {
      const given = inputs[i]!;
      const fits =
        given.length === tensor.rank &&
        given.every((d, a) => d === tensor.shape[a] || tensor.shape[a] === null);
      if (fits) return;
      throw shapeError({
        where: `input '${tensor.name}'`,
        must: `must have shape ${formatShape(tensor.shape)}`,
        got: formatShape(given),
      });
    });
    const batch = inputs[0]?.[0] ?? null;
    return this.outputs.map((t) => [batch, ...t.shape.slice(1)]);
  }

  override call(ctx: CallContext, inputs: readonly TensorVal[]): readonly TensorVal[] {
    return lowerGraph(this as unknown as AnyModel, insideModel(ctx, this.name), inputs);
  }

  protected override packOutputs(outputs: readonly SymbolicTensor[]): Out {
    return packLike(this.#known.outputForm, outputs) as unknown as Out;
  }

  /** The model's own outputs, in the form in which they were given. */
  override get output(): Out {
    return this.#known.outputForm as unknown as Out;
  }

  /** The model's own inputs. */
  override get input(): SymbolicTensor | SymbolicTensor[] {
    return this.inputs.length === 1 ? this.inputs[0]! : [...this.inputs];
  }

  override get outputShape(): SymbolicShape | SymbolicShape[] {
    return this.outputs.length === 1 ? this.outputs[0]!.shape : this.outputs.map((t) => t.shape);
  }

  override get inputShape(): SymbolicShape | SymbolicShape[] {
    return this.inputs.length === 1 ? this.inputs[0]!.shape : this.inputs.map((t) => t.shape);
  }

  /** How inputs were given to the constructor: one, list or dictionary. */
  get inputForm(): Tensors {
    return this.#known.inputForm;
  }

  /** How outputs were given to the constructor. */
  get outputForm(): Tensors {
    return this.#known.outputForm;
  }

  /** The keys of inputs that were given as a dictionary, in the order of `inputs`; null for one or a list. */
  get inputKeys(): string[] | null {
    return keysOf(this.inputForm);
  }

  /** The keys of outputs that were given as a dictionary, in the order of `outputs`; null for one or a list. */
  get outputKeys(): string[] | null {
    return keysOf(this.outputForm);
  }

  /** The layers and their calls as plain data: Keras's config in camel case. */
  override getConfig(): Record<string, unknown> {
    return { ...functionalConfig(this as unknown as AnyModel) };
  }

  /** The model without its weights as plain data, for `JSON.stringify` and `modelFromJSON`. Keras: `Model.to_json`. */
  toJSON(): SerializedLayer {
    return serializeShared(this as unknown as AnyLayer);
  }

  /**
   * Chooses optimizer, losses, their weights and metrics, and fixes which weights are trained. Keras: `Model.compile`.
   * Default optimizer: `rmsprop`; no loss.
   */
  compile(config: CompileConfig = {}): void {
    const spec = compiledSpec(config, this as unknown as AnyLayer);
    if (this.hasGraph) checkChoices(spec, this.outputs, this.outputNames);
    this.#compiled = spec;
    this.optimizerParams = null;
  }

  /** What `compile` chose, null before. */
  get compiled(): CompiledSpec | null {
    return this.#compiled;
  }

  /** The optimizer that `compile` chose: its `learningRate` may be set at any time and counts from the next step on. */
  get optimizer(): Optimizer {
    return this.compiledOr('model.optimizer').optimizer;
  }

  /** What `compile` chose. Errors where it was not called. */
  compiledOr(where: string): CompiledSpec {
    if (this.#compiled !== null) return this.#compiled;
    throw configError({
      where,
      must: 'the model must be compiled first',
      try: "model.compile({ optimizer: 'rmsprop', loss: … })",
    });
  }

  /** Copies of the weights in Keras's order. Weights that have no values yet get those of seed 0. */
  override getWeights(): Promise<NdArray[]> {
    this.initialize(0);
    return super.getWeights();
  }

  /** Trains on data for some epochs. Data: a tensor, a list in input order, or a dictionary by name. Keras: `Model.fit`. */
  async fit(x: Data, y: Data, options: FitOptions = {}): Promise<History> {
    this.compiledOr('model.fit');
    return runtime('model.fit').fit(this as unknown as AnyModel, x, y, options);
  }

  /** Loss and metrics on data, by name. Keras: `Model.evaluate` with `return_dict=True`. */
  async evaluate(x: Data, y: Data, options: EvaluateOptions = {}): Promise<Logs> {
    this.compiledOr('model.evaluate');
    return runtime('model.evaluate').evaluate(this as unknown as AnyModel, x, y, options);
  }

  /** Outputs for data, in the form of the model's outputs. Keras: `Model.predict`. */
  async predict(
    x: Data,
    options: PredictOptions = {},
  ): Promise<NdArray | NdArray[] | Record<string, NdArray>> {
    const arrays = await runtime('model.predict').predict(this as unknown as AnyModel, x, options);
    return packLike(this.#known.outputForm, arrays);
  }

  /** One step on one batch; answers loss and metrics by name. Keras: `Model.train_on_batch` with `return_dict=True`. */
  async trainOnBatch(x: Data, y: Data, options: BatchOptions = {}): Promise<Logs> {
    this.compiledOr('model.trainOnBatch');
    return runtime('model.trainOnBatch').trainOnBatch(this as unknown as AnyModel, x, y, options);
  }

  /**
   * Frees what the model has on the device. Its weights stay, on the host; the optimizer's state is gone, so that training
   * starts with a fresh one.
   */
  async dispose(): Promise<void> {
    await runtime('model.dispose').dispose(this as unknown as AnyModel);
  }

  /** Keras's table of the layers as text, which is also given to `printFn` (default `console.log`). Keras: `Model.summary`. */
  summary(options: SummaryOptions = {}): string {
    const text = summaryText(this as unknown as AnyModel, options);
    (options.printFn ?? console.log)(text);
    return text;
  }
}

/** A model from inputs to outputs: `model({ inputs: x, outputs: y })`. Keras: `keras.Model`. */
export function model<const Out extends Tensors>(config: ModelConfig<Out>): Model<Out> {
  return new Model(config);
}

function checkedTensors(where: string, what: 'inputs' | 'outputs', given: Tensors): SymbolicTensor[] {
  const list = typeof given === 'object' && given !== null ? flattenTensors(given) : [];
  if (list.length > 0 && list.every((t) => t instanceof SymbolicTensor)) return list;
  throw configError({
    where,
    must: `${what} must be a symbolic tensor, a list or a dictionary of them`,
    got: list.length === 0 ? 'none' : 'something else',
    try:
      what === 'inputs'
        ? 'input({ shape }), and the tensor that it returns'
        : 'what a layer returns when it is called',
  });
}
