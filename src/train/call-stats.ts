import { sizeOf } from '../core/shape.ts';
import type { Builder } from '../graph/ir/builder.ts';
import type { Graph, ValueId } from '../graph/ir/graph.ts';
import { binary, maximum, multiply } from '../graph/ops/arithmetic.ts';
import { constant } from '../graph/ops/constant.ts';
import { embeddingGrad } from '../graph/ops/embedding-grad.ts';
import { reduce, sum } from '../graph/ops/reduce.ts';
import type { SliceAttrs } from '../graph/ops/slice.ts';
import { type UpdateRowsAttrs, updateRowsInputs } from '../graph/ops/update-rows.ts';
import type { AnyLayer } from '../nn/layer.ts';
import type { Weight } from '../nn/weight.ts';
import { layersOfCalls } from './call-graph.ts';
import { outputsOfCall } from './call-values.ts';
import type { Engine } from './engine.ts';
import { replayGraph } from './replay-graph.ts';
import { SideStep } from './side-step.ts';
import type { TrainingSession } from './training-session.ts';
import { ownName, PARAMS, type WeightLayout } from './weight-layout.ts';

/** Numbers of one call. Null where they have no meaning (a layer without weights). */
export interface CallStats {
  readonly gradientNorm: number | null;
  readonly weightNorm: number | null;
  /** Share of units that give 0 for every sample of the batch; only behind a ReLU. */
  readonly deadFraction: number | null;
  /** Whether weights, gradients or values are no finite numbers. */
  readonly nan: boolean;
}

const gradientOf = (weight: Weight) => `gradient/${weight.id}`;
const normOf = (weight: Weight) => `weight/${weight.id}`;
const squaresOf = (call: string) => `value/${call}`;
const deadOf = (call: string) => `dead/${call}`;

/**
 * Norms of weights and gradients, dead units and values that are no numbers, for every call of a model: one more graph beside the
 * training step, run when somebody looks. All is reduced on the device.
 */
export class CallStatsProgram {
  private readonly layers: ReadonlyMap<string, AnyLayer>;
  private step: Promise<SideStep> | null = null;

  constructor(
    private readonly engine: Engine,
    private readonly session: TrainingSession,
  ) {
    this.layers = layersOfCalls(session.config.model);
  }

  /** For the batch that was trained last, with the present weights. */
  async measure(): Promise<Map<string, CallStats>> {
    const { position, config } = this.session;
    const batch = this.batch;
    this.step ??= SideStep.create(this.engine, this.session, this.graph(batch));
    const start = Math.max(0, Math.min(position.offset, config.train.feed.samples) - batch);
    const values = await (await this.step).run(start);
    const read = (name: string): number | null => values.get(name)?.[0] ?? null;
    return new Map([...this.layers].map(([call, layer]) => [call, statsOf(call, layer, read)]));
  }

  async destroy(): Promise<void> {
    const step = await this.step?.catch(() => null);
    step?.destroy();
  }

  private get batch(): number {
    const { batchSize, train } = this.session.config;
    return Math.min(batchSize, train.feed.samples);
  }

  private graph(batch: number): Graph {
    const { program, on, config } = this.session;
    const { graph } = program.graphOf('train', config.train.feed, batch);
    const { b, at } = replayGraph(graph);
    addGradients(b, graph, at, on.layout);
    addWeights(b, graph, at, on.layout);
    for (const [call, layer] of this.layers) {
      const [value] = outputsOfCall(graph, call);
      if (value !== undefined && graph.values[value]!.dtype === 'float32')
        addValue(b, call, layer, at(value));
    }
    return b.build();
  }
}

/** Σ x² as an output. */
const addSquares = (b: Builder, name: string, x: ValueId): void => b.output(name, sum(b, multiply(b, x, x)));

/**
 * The training graph packs the gradients of all trained weights, in the order of the layout, for the optimizer; of a table it has those
 * of the rows that were looked up.
 */
function addGradients(b: Builder, graph: Graph, at: (v: ValueId) => ValueId, layout: WeightLayout): void {
  const pack = graph.instrs.findLast((i) => i.op === 'pack' && i.phase === 'optimizer');
  layout.trained.forEach(({ weight }, i) => {
    if (pack !== undefined) addSquares(b, gradientOf(weight), at(pack.inputs[i]!));
  });
  for (const weight of layout.tables) {
    const table = variableOf(graph, ownName(weight));
    const update = graph.instrs.find((i) => i.op === 'update_rows' && i.inputs[0] === table);
    if (update === undefined) continue;
    const { indices, gradients } = updateRowsInputs(update.inputs, update.attrs as UpdateRowsAttrs);
    addSquares(b, gradientOf(weight), embeddingGrad(b, at(indices), at(gradients), weight.shape[0]!));
  }
}

function addWeights(
  b: Builder,
  graph: Graph,
  at: (v: ValueId) => ValueId,
  { trained, own }: WeightLayout,
): void {
  const slices = slicesOfParams(graph);
  for (const { weight, offset } of trained) {
    const slice = slices.get(offset);
    if (slice !== undefined) addSquares(b, normOf(weight), at(slice));
  }
  for (const weight of own) {
    addSquares(b, normOf(weight), b.input('variable', ownName(weight), 'float32', weight.shape));
  }
}

/** The weights as the training graph cuts them from the flat vector, by their offset. */
function slicesOfParams(graph: Graph): Map<number, ValueId> {
  const params = variableOf(graph, PARAMS);
  const slices = graph.instrs.filter((i) => i.op === 'slice' && i.inputs[0] === params);
  return new Map(slices.map((i) => [(i.attrs as SliceAttrs).starts[0]!, i.outputs[0]!]));
}

const variableOf = (graph: Graph, name: string): ValueId | undefined =>
  graph.inputs.find((i) => i.kind === 'variable' && i.name === name)?.value;

/** Σ y² of what a call gives, which is no number if any element is none; and the share of its dead units. */
function addValue(b: Builder, call: string, layer: AnyLayer, y: ValueId): void {
  addSquares(b, squaresOf(call), y);
  const shape = b.shapeOf(y);
  if (!isRelu(layer) || shape.length < 2) return;
  const units = shape.length - 1;
  const most = reduce(
    b,
    'max',
    y,
    shape.slice(0, units).map((_, axis) => axis),
  );
  const zero = constant(b, 0);
  const dead = sum(b, binary(b, 'eq', maximum(b, most, zero), zero));
  b.output(deadOf(call), multiply(b, dead, constant(b, 1 / sizeOf(shape.slice(units)))));
}

const isRelu = (layer: AnyLayer): boolean => {
  const { activation } = layer as unknown as { activation?: unknown };
  return layer.className === 'ReLU' || activation === 'relu';
};

function statsOf(call: string, layer: AnyLayer, read: (name: string) => number | null): CallStats {
  const norm = (names: readonly string[]): number | null => {
    const squares = names.map(read).filter((x) => x !== null);
    return squares.length === 0 ? null : Math.sqrt(squares.reduce((a, x) => a + x, 0));
  };
  const gradientNorm = norm(layer.weights.map(gradientOf));
  const weightNorm = norm(layer.weights.map(normOf));
  const all = [gradientNorm, weightNorm, read(squaresOf(call))];
  return {
    gradientNorm,
    weightNorm,
    deadFraction: read(deadOf(call)),
    nan: all.some((x) => x !== null && !Number.isFinite(x)),
  };
}
