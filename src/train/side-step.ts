import { sizeOf } from '../core/shape.ts';
import { type CompiledPlan, compile } from '../gpu/compile.ts';
import { makePlan, type PlanOptions } from '../gpu/make-plan.ts';
import type { Graph } from '../graph/ir/graph.ts';
import type { Engine } from './engine.ts';
import { BATCH_START } from './feed.ts';
import { MetricsRing } from './metrics-ring.ts';
import type { TrainingSession } from './training-session.ts';

/**
 * A small graph that reads a session's variables and changes none, run beside training: questions about the model. Its float32 outputs
 * are read back in one piece.
 */
export class SideStep {
  private constructor(
    private readonly session: TrainingSession,
    private readonly compiled: CompiledPlan,
    private readonly ring: MetricsRing,
    private readonly names: readonly string[],
  ) {}

  static async create(
    engine: Engine,
    session: TrainingSession,
    graph: Graph,
    options: PlanOptions | undefined = session.config.plan,
  ): Promise<SideStep> {
    const { opened, cache } = engine;
    const plan = makePlan({ ...graph, assigns: [] }, opened.facts, options);
    const compiled = await compile(plan, session.on.store, cache);
    const record = plan.outputs.map(({ name, shape }) => ({ output: name, length: sizeOf(shape) }));
    const names = record.map((r) => r.output);
    const step = new SideStep(session, compiled, new MetricsRing(opened, record, 1), names);
    await step.ring.ready().catch((error: unknown) => {
      step.destroy();
      throw error;
    });
    return step;
  }

  /** Runs it for the batch that begins at a place of the feed's order, with more per-step numbers. Answers the outputs by name. */
  async run(
    batchStart: number,
    more: Readonly<Record<string, number>> = {},
  ): Promise<Map<string, Float32Array>> {
    const { session, compiled, ring } = this;
    const { position, optimizer, hyperparameters, opened } = session;
    const scalars = {
      ...hyperparameters,
      ...optimizer.scalarsAt(position.iterations),
      [BATCH_START]: batchStart,
      ...more,
    };
    for (const [name, value] of Object.entries(scalars)) compiled.setScalar(name, value);
    const encoder = opened.device.createCommandEncoder();
    compiled.encode(encoder);
    ring.push(encoder, compiled);
    opened.device.queue.submit([encoder.finish()]);
    const [parts] = await ring.take();
    return new Map(this.names.map((name, i) => [name, parts![i]!]));
  }

  destroy(): void {
    this.compiled.destroy();
    this.ring.destroy();
  }
}
