import { required } from '../core/invariant.ts';
import { sizeOf } from '../core/shape.ts';
import { Builder } from '../graph/ir/builder.ts';
import type { Graph, ValueId } from '../graph/ir/graph.ts';
import { add, multiply } from '../graph/ops/arithmetic.ts';
import { pack } from '../graph/ops/pack.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import { stack } from '../graph/ops/stack.ts';
import { gradients } from '../graph/passes/autodiff.ts';
import type { CallContext, TensorVal } from '../nn/call-context.ts';
import { lossValue } from '../nn/losses/reduce-loss.ts';
import { lowerModel } from '../nn/lower.ts';
import type { AnyModel } from '../nn/model.ts';
import { applyOptimizer } from '../nn/optimizers/apply-optimizer.ts';
import type { Weight } from '../nn/weight.ts';
import { BatchReader, type Feed } from './feed.ts';
import { NonFiniteGuard } from './non-finite-guard.ts';
import { lossWeightName, type Resolved, type ResolvedOutput } from './resolved.ts';
import { updateTables } from './table-updates.ts';
import { ownName, PARAMS, slotName, trainedWeights, type WeightLayout } from './weight-layout.ts';

/** A part of what a step reports: one vector of float32. */
export interface RecordPart {
  /** Output of the graph. */
  readonly output: string;
  readonly length: number;
}

/** A step as a graph, and how to read what it reports. */
export interface StepGraph {
  readonly graph: Graph;
  /** The first part is `losses`: the total, then each output that has a loss; then the metrics' sums. */
  readonly record: readonly RecordPart[];
  /** First values of the scalars that layers declared (dropout rates). */
  readonly hyperparameters: Readonly<Record<string, number>>;
}

export const SEED = 'seed';

/** What a step graph is made from. */
export interface StepSource {
  readonly model: AnyModel;
  readonly layout: WeightLayout;
  readonly resolved: Resolved;
  readonly feed: Feed;
  readonly batch: number;
}

/** One training step: gather, forward, losses, backward, optimizer, metrics. */
export function trainGraph(source: StepSource): StepGraph {
  const writer = new StepWriter(source, true);
  writer.forward();
  writer.train();
  return writer.finish();
}

/** Losses and metrics of one batch, nothing changed. */
export function evaluateGraph(source: StepSource): StepGraph {
  const writer = new StepWriter(source, false);
  writer.forward();
  return writer.finish();
}

/** Outputs of the model for a batch: graph outputs `output/<name>`. Targets of the feed are not read. */
export function predictGraph(source: Omit<StepSource, 'resolved'>): StepGraph {
  const b = new Builder();
  const context = new StepContext(b, source.layout, false);
  const reader = new BatchReader(b, source.feed, source.batch);
  const outputs = lowerModel(
    source.model,
    context,
    readInputs(b, source.model, source.feed, reader, source.batch),
  );
  source.model.outputNames.forEach((name, i) => {
    b.output(predictedName(name), outputs[i]!.value);
  });
  return { graph: b.build(), record: [], hyperparameters: context.hyperparameters };
}

export const predictedName = (output: string): string => `output/${output}`;

function readInputs(b: Builder, model: AnyModel, feed: Feed, reader: BatchReader, batch: number): ValueId[] {
  return b.mark('', 'data', () =>
    model.inputs.map((t) => {
      const column = required(feed.inputs[t.name], `column of input ${t.name}`);
      const shape = t.shape.map((d, axis) => (axis === 0 ? batch : (d ?? column.shape[axis - 1]!)));
      return reader.readAs(`input '${t.name}'`, column, shape);
    }),
  );
}

/** The CallContext of a step: weights are slices of the flat vector or variables of their own. */
class StepContext implements CallContext {
  readonly seed: ValueId;
  readonly hyperparameters: Record<string, number> = {};
  readonly losses: ValueId[] = [];
  readonly params: ValueId;
  private readonly values = new Map<Weight, ValueId>();
  private readonly assigned = new Map<Weight, ValueId>();
  private streams = 0;

  constructor(
    readonly b: Builder,
    readonly layout: WeightLayout,
    readonly training: boolean,
  ) {
    this.seed = b.scalar(SEED, 'uint32');
    this.params = layout.size === 0 ? -1 : b.input('variable', PARAMS, 'float32', [layout.size]);
    for (const { weight, offset, length } of layout.trained) {
      this.values.set(weight, reshape(b, slice(b, this.params, [offset], [length]), weight.shape));
    }
  }

  weight(weight: Weight): ValueId {
    return this.assigned.get(weight) ?? this.variable(weight);
  }

  private variable(weight: Weight): ValueId {
    const known = this.values.get(weight);
    if (known !== undefined) return known;
    const value = this.b.input('variable', ownName(weight), 'float32', weight.shape);
    this.values.set(weight, value);
    return value;
  }

  assign(weight: Weight, value: ValueId): void {
    if (this.training) this.assigned.set(weight, value);
  }

  /** Lets the variables take what was assigned: of several calls of a shared layer the last counts. */
  writeAssigned(guard: NonFiniteGuard): void {
    for (const [weight, value] of this.assigned) {
      const variable = this.variable(weight);
      this.b.assign(variable, guard.finite(variable, value));
    }
  }

  addLoss(value: ValueId): void {
    this.losses.push(value);
  }

  nextStream(): number {
    return this.streams++;
  }

  scalar(name: string, value: number): ValueId {
    this.hyperparameters[name] = value;
    return this.b.scalar(name);
  }
}

class StepWriter {
  private readonly b = new Builder();
  private readonly context: StepContext;
  private readonly record: RecordPart[] = [];
  private total: ValueId | null = null;
  private readonly guard: NonFiniteGuard | null;

  constructor(
    private readonly source: StepSource,
    training: boolean,
  ) {
    this.context = new StepContext(this.b, source.layout, training);
    this.guard = training ? new NonFiniteGuard(this.b) : null;
  }

  forward(): void {
    const { model, feed, batch, resolved } = this.source;
    const reader = this.b.mark('', 'data', () => new BatchReader(this.b, feed, batch));
    const outputs = lowerModel(model, this.context, readInputs(this.b, model, feed, reader, batch));
    const trained = resolved.outputs.filter((o) => o.loss !== null || o.metrics.length > 0);
    const targets = this.b.mark('', 'data', () =>
      trained.map((o) => reader.read(required(feed.targets[o.name], `targets of ${o.name}`))),
    );
    const weights = this.b.mark('', 'data', () => trained.map((o) => this.sampleWeight(reader, o.name)));
    this.b.inPhase('loss', () => this.writeLosses(trained, outputs, targets, weights));
    this.b.inPhase('metrics', () => this.writeMetrics(trained, outputs, targets, weights));
  }

  private sampleWeight(reader: BatchReader, output: string): ValueId | null {
    const column = this.source.feed.weights?.[output];
    return column === undefined ? null : reader.read(column);
  }

  /** total = Σ weight_o · loss_o + penalties of the regularisers. */
  private writeLosses(
    trained: readonly ResolvedOutput[],
    outputs: readonly TensorVal[],
    targets: readonly ValueId[],
    weights: readonly (ValueId | null)[],
  ): void {
    const { b } = this;
    const each: ValueId[] = [];
    let total: ValueId | null = null;
    for (const [i, { loss, name, index }] of trained.entries()) {
      if (loss === null) continue;
      const { value: yPred, mask } = outputs[index]!;
      const inputs = { yTrue: targets[i]!, yPred, mask: mask ?? null, weight: weights[i]!, output: name };
      const value = b.scope(name, () => lossValue(b, loss, inputs));
      each.push(value);
      const weighted = multiply(b, value, b.scalar(lossWeightName(name)));
      total = total === null ? weighted : add(b, total, weighted);
    }
    this.total = this.context.losses.reduce((sum, penalty) => add(b, sum, penalty), required(total, 'loss'));
    this.guard?.watch(this.total);
    this.report('losses', stack(b, [this.total, ...each]));
  }

  private writeMetrics(
    trained: readonly ResolvedOutput[],
    outputs: readonly TensorVal[],
    targets: readonly ValueId[],
    weights: readonly (ValueId | null)[],
  ): void {
    for (const [i, { metrics, index, name }] of trained.entries()) {
      const { value: yPred, mask } = outputs[index]!;
      for (const { metric, name: logged, weighted } of metrics) {
        const weight = weighted ? weights[i]! : null;
        const where = `metric '${metric.name}' of output '${name}'`;
        const sums = metric.sums(this.b, { yTrue: targets[i]!, yPred, mask: mask ?? null, weight }, where);
        this.report(`metric/${logged}`, sums);
      }
    }
  }

  private report(output: string, value: ValueId): void {
    this.b.output(output, value);
    this.record.push({ output, length: sizeOf(this.b.shapeOf(value)) });
  }

  /** Gradients of all trained weights, then the optimizer on them. */
  train(): void {
    const { b } = this;
    const { layout } = this.source;
    const { trained, tables, rule } = layout;
    const wrt = trainedWeights(layout).map((weight) => this.context.weight(weight));
    if (wrt.length === 0) return;
    const parts = gradients(b, required(this.total, 'loss'), wrt);
    if (trained.length > 0) this.updateVector(parts.slice(0, trained.length));
    if (rule === null) return;
    const guard = required(this.guard, 'guard of a training step');
    const ofTables = tables.map((table, i) => ({ table, gradient: parts[trained.length + i]! }));
    b.mark('', 'optimizer', () => updateTables(b, rule, ofTables, guard));
  }

  /** Gradients in one flat vector, and the optimizer on it. */
  private updateVector(parts: readonly ValueId[]): void {
    const { b } = this;
    const { layout, resolved } = this.source;
    b.mark('', 'optimizer', () => {
      const grad = pack(
        b,
        parts,
        layout.trained.map((p) => p.offset),
        layout.size,
      );
      const { optimizer } = resolved;
      const slots = optimizer.slots.map(({ name }) =>
        b.input('variable', slotName(name), 'float32', [layout.size]),
      );
      const param = this.context.params;
      const segments = layout.trained.map(({ offset, length }) => ({ offset, length }));
      const result = applyOptimizer(optimizer, {
        b,
        param,
        grad,
        slots,
        segments,
        scalar: (name) => b.scalar(name),
      });
      const guard = required(this.guard, 'guard of a training step');
      b.assign(param, guard.applied(param, result.param));
      slots.forEach((slot, i) => {
        b.assign(slot, guard.applied(slot, result.slots[i]!));
      });
    });
  }

  finish(): StepGraph {
    if (this.guard !== null) this.context.writeAssigned(this.guard);
    return { graph: this.b.build(), record: this.record, hyperparameters: this.context.hyperparameters };
  }
}
