import { required } from '../core/invariant.ts';
import type { VariableStore } from '../gpu/buffers.ts';
import { type CompiledPlan, compile } from '../gpu/compile.ts';
import type { ExecutionPlan } from '../gpu/execution-plan.ts';
import { makePlan, type PlanOptions } from '../gpu/make-plan.ts';
import type { CompileProgress, PipelineCache } from '../gpu/pipelines.ts';
import { checkSizes } from './check-sizes.ts';
import type { Feed } from './feed.ts';
import type { ModelOnDevice } from './model-on-device.ts';
import { lossWeights, type Resolved } from './resolved.ts';
import { evaluateGraph, predictGraph, type RecordPart, type StepGraph, trainGraph } from './step-graph.ts';

/** A compiled step and what it reports. */
export interface CompiledStep {
  readonly plan: ExecutionPlan;
  readonly compiled: CompiledPlan;
  readonly record: readonly RecordPart[];
  readonly hyperparameters: Readonly<Record<string, number>>;
}

export interface ProgramOptions {
  readonly plan?: PlanOptions;
  readonly onProgress?: CompileProgress;
}

type StepKind = 'train' | 'evaluate' | 'predict';

/**
 * The compiled steps of one model on one device: one for each kind, feed and batch size, made when first asked for. A short
 * last batch is a step of its own size, so that it counts exactly as Keras counts it; equal kernels share pipelines.
 */
export class Program {
  private readonly steps = new Map<string, { readonly feed: string; readonly made: Promise<CompiledStep> }>();

  constructor(
    readonly on: ModelOnDevice,
    private readonly cache: PipelineCache,
    /** What `compile` chose; null until the shapes of targets are known, which predicting does not need. */
    public resolved: Resolved | null,
    private readonly options: ProgramOptions = {},
  ) {}

  get store(): VariableStore {
    return this.on.store;
  }

  step(kind: StepKind, feed: Feed, batch: number): Promise<CompiledStep> {
    const key = `${kind} ${feed.name} ${feed.samples} ${batch}`;
    const known = this.steps.get(key);
    if (known !== undefined) return known.made;
    const made = this.make(kind, feed, batch);
    this.steps.set(key, { feed: feed.name, made });
    made.catch(() => this.steps.delete(key));
    return made;
  }

  private async make(kind: StepKind, feed: Feed, batch: number): Promise<CompiledStep> {
    const { graph, record, hyperparameters } = this.graphOf(kind, feed, batch);
    checkSizes(graph);
    const plan = makePlan(graph, this.store.opened.facts, this.options.plan);
    const { onProgress } = this.options;
    const compiled = await compile(
      plan,
      this.store,
      this.cache,
      onProgress === undefined ? {} : { onProgress },
    );
    const defaults = { ...hyperparameters, ...lossWeights(this.resolved) };
    for (const [name, value] of Object.entries(defaults)) compiled.setScalar(name, value);
    return { plan, compiled, record, hyperparameters };
  }

  /** The graph of a step, for plans and tests. */
  graphOf(kind: StepKind, feed: Feed, batch: number): StepGraph {
    const { model, layout } = this.on;
    if (kind === 'predict') return predictGraph({ model, layout, feed, batch });
    const source = { model, layout, feed, batch, resolved: required(this.resolved, 'compiled choices') };
    return kind === 'train' ? trainGraph(source) : evaluateGraph(source);
  }

  /** Bytes of the buffers of all steps, without variables. */
  async bytes(): Promise<number> {
    const all = await Promise.all([...this.steps.values()].map((s) => s.made));
    return all.reduce((n, s) => n + s.compiled.bytes, 0);
  }

  /** Frees the steps that read a feed of this name. */
  async forget(feed: string): Promise<void> {
    const gone = [...this.steps].filter(([, step]) => step.feed === feed);
    for (const [key] of gone) this.steps.delete(key);
    const all = await Promise.allSettled(gone.map(([, { made }]) => made));
    for (const s of all) if (s.status === 'fulfilled') s.value.compiled.destroy();
  }

  async destroy(): Promise<void> {
    for (const feed of new Set([...this.steps.values()].map((s) => s.feed))) await this.forget(feed);
  }
}
