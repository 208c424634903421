import { required } from '../core/invariant.ts';
import type { VariableStore } from '../gpu/buffers.ts';
import { type CompiledPlan, compile } from '../gpu/compile.ts';
import type { ExecutionPlan } from '../gpu/execution-plan.ts';
import { makePlan, type PlanOptions } from '../gpu/make-plan.ts';
import type { CompileProgress, PipelineCache } from '../gpu/pipelines.ts';
import { chooseFrom, chooseNoting, type Variants } from '../gpu/tune/variants.ts';
import type { Graph } from '../graph/ir/graph.ts';
import { CatchUp } from './catch-up.ts';
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
  /** Measured choices of kernels; those that the first step of training does not use are left out. */
  readonly variants?: Variants;
  /** Begin with kernels that are soon compiled; others are to be taken into use later. */
  readonly quickStart?: boolean;
}

type StepKind = 'train' | 'evaluate' | 'predict';

interface MadeStep {
  readonly kind: StepKind;
  readonly feed: Feed;
  readonly batch: number;
  readonly made: Promise<CompiledStep>;
}

/** Steps with other variants, compiled and not yet in use. */
export interface PreparedVariants {
  /**
   * From now on they are used; steps submitted before are not disturbed. False, and nothing is changed, where other variants were
   * taken into use since they were prepared.
   */
  commit(): boolean;
  withdraw(): void;
}

/**
 * The compiled steps of one model on one device: one for each kind, feed and batch size, made when first asked for. A short
 * last batch is a step of its own size, so that it counts exactly as Keras counts it; equal kernels share pipelines.
 */
export class Program {
  private readonly steps = new Map<string, MadeStep>();
  /** Null until the first step of training says what of `options.variants` it uses. */
  private chosen: Variants | null = null;
  /** Counts the times that other variants were taken into use. */
  private generation = 0;

  readonly catchUp: CatchUp;

  constructor(
    readonly on: ModelOnDevice,
    readonly cache: PipelineCache,
    /** What `compile` chose; null until the shapes of targets are known, which predicting does not need. */
    public resolved: Resolved | null,
    private readonly options: ProgramOptions = {},
  ) {
    this.catchUp = new CatchUp(on, cache);
  }

  get store(): VariableStore {
    return this.on.store;
  }

  step(kind: StepKind, feed: Feed, batch: number): Promise<CompiledStep> {
    const key = `${kind} ${feed.name} ${feed.samples} ${batch}`;
    const known = this.steps.get(key);
    if (known !== undefined) return known.made;
    const made = this.make(kind, feed, batch);
    this.steps.set(key, { kind, feed, batch, made });
    made.catch(() => this.steps.delete(key));
    return made;
  }

  private async make(kind: StepKind, feed: Feed, batch: number): Promise<CompiledStep> {
    const { graph, record, hyperparameters } = this.graphOf(kind, feed, batch);
    checkSizes(graph);
    const plan = this.planOf(graph, kind);
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

  private planOf(graph: Graph, kind: StepKind): ExecutionPlan {
    const { variants = {}, quickStart = false, plan } = this.options;
    if (kind !== 'train' || this.chosen !== null) return this.planWith(graph, this.variants);
    const chosen = new Map<string, string>();
    const choose = chooseNoting(chooseFrom(variants), quickStart, chosen);
    const made = makePlan(graph, this.store.opened.facts, { choose, ...plan });
    this.chosen = Object.fromEntries(chosen);
    return made;
  }

  private planWith(graph: Graph, variants: Variants): ExecutionPlan {
    const { plan } = this.options;
    return makePlan(graph, this.store.opened.facts, { choose: chooseFrom(variants), ...plan });
  }

  /** The measured choices in use. */
  get variants(): Variants {
    return this.chosen ?? {};
  }

  /** Compiles the steps of training with other variants; they share the buffers of those in use. */
  async prepareVariants(variants: Variants): Promise<PreparedVariants> {
    const { generation } = this;
    const ready = new Map<string, readonly [CompiledStep, CompiledStep]>();
    const withdraw = () => {
      for (const [old, next] of ready.values()) next.compiled.withdraw(old.compiled);
    };
    try {
      for (const [key, { kind, feed, batch, made }] of this.steps) {
        if (kind !== 'train') continue;
        const old = await made;
        const plan = this.planWith(this.graphOf(kind, feed, batch).graph, variants);
        const sharing = old.compiled;
        const compiled = await compile(plan, this.store, this.cache, { sharing });
        ready.set(key, [old, { ...old, plan, compiled }]);
      }
    } catch (error) {
      withdraw();
      throw error;
    }
    const commit = () => {
      const current = generation === this.generation;
      if (current) this.commit(variants, ready);
      else withdraw();
      return current;
    };
    return { commit, withdraw };
  }

  private commit(
    variants: Variants,
    ready: ReadonlyMap<string, readonly [CompiledStep, CompiledStep]>,
  ): void {
    this.chosen = variants;
    this.generation++;
    for (const [key, step] of this.steps) {
      if (step.kind !== 'train') continue;
      const pair = ready.get(key);
      if (pair === undefined) {
        // Made meanwhile, with the old ones: made anew when it is needed.
        this.steps.delete(key);
        void step.made.then(({ compiled }) => compiled.destroy());
        continue;
      }
      const [old, next] = pair;
      next.compiled.replace(old.compiled);
      this.steps.set(key, { ...step, made: Promise.resolve(next) });
    }
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
    const gone = [...this.steps].filter(([, step]) => step.feed.name === feed);
    for (const [key] of gone) this.steps.delete(key);
    const all = await Promise.allSettled(gone.map(([, { made }]) => made));
    for (const s of all) if (s.status === 'fulfilled') s.value.compiled.destroy();
  }

  async destroy(): Promise<void> {
    for (const feed of new Set([...this.steps.values()].map((s) => s.feed.name))) await this.forget(feed);
    await this.catchUp.destroy();
  }
}
