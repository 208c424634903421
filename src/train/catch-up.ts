import { type CompiledPlan, compile } from '../gpu/compile.ts';
import { makePlan } from '../gpu/make-plan.ts';
import type { PipelineCache } from '../gpu/pipelines.ts';
import { Builder } from '../graph/ir/builder.ts';
import type { Graph } from '../graph/ir/graph.ts';
import { catchUpRows } from '../graph/ops/catch-up-rows.ts';
import { stack } from '../graph/ops/stack.ts';
import type { AverageRule } from '../nn/optimizers/optimizer.ts';
import type { ModelOnDevice } from './model-on-device.ts';
import { CLOCK, rowSlotName, touchedName } from './weight-layout.ts';

/**
 * Steps leave the averages beside rows of tables that they do not look up as they are. This brings all of them up to the last step:
 * before somebody reads or writes them, and before their factor changes. What comes out does not depend on when it is done.
 */
export class CatchUp {
  private made: Promise<void> | null = null;
  private compiled: CompiledPlan | null = null;
  /** The factor of the steps since the averages were last brought up; null where there were none. */
  private factor: number | null = null;

  constructor(
    private readonly on: ModelOnDevice,
    private readonly cache: PipelineCache,
  ) {}

  /** Whether `run` must come before a step with these numbers. */
  isDue(numbers: Readonly<Record<string, number>>): boolean {
    return this.factor !== null && this.factor !== numbers[this.rule!.keep];
  }

  /** Told of each step that is submitted. */
  note(numbers: Readonly<Record<string, number>>): void {
    if (this.rule !== null) this.factor = numbers[this.rule.keep]!;
  }

  /** Compiles what `run` needs, once, where there is anything to bring up. Errors (GpuError) where it does not compile. */
  async ready(): Promise<void> {
    if (this.factor === null) return;
    this.made ??= this.make(this.rule!).catch((error: unknown) => {
      this.made = null;
      throw error;
    });
    await this.made;
  }

  /**
   * Submits the work, behind that of the steps submitted before. To be called once `ready`, and not awaited: what follows must come before
   * any other step.
   */
  run(): void {
    if (this.factor === null || this.compiled === null) return;
    this.compiled.setScalar(this.rule!.keep, this.factor);
    this.compiled.run();
    this.factor = null;
  }

  private get rule(): AverageRule | null {
    return this.on.layout.rule?.average ?? null;
  }

  private async make(rule: AverageRule): Promise<void> {
    const { store } = this.on;
    this.compiled = await compile(makePlan(this.graph(rule), store.opened.facts), store, this.cache);
  }

  private graph({ slot, keep }: AverageRule): Graph {
    const b = new Builder();
    const clock = b.input('variable', CLOCK, 'uint32', []);
    const numbers = stack(b, [b.scalar(keep)]);
    for (const table of this.on.layout.tables) {
      const average = b.input('variable', rowSlotName(slot, table), 'float32', table.shape);
      const touched = b.input('variable', touchedName(table), 'uint32', table.shape.slice(0, 1));
      const changed = catchUpRows(b, average, touched, clock, numbers);
      b.assign(average, changed[0]!);
      b.assign(touched, changed[1]!);
    }
    return b.build();
  }

  async destroy(): Promise<void> {
    await this.made?.catch(() => {});
    this.compiled?.destroy();
  }
}
