import { Builder } from '../graph/ir/builder.ts';
import { multiply } from '../graph/ops/arithmetic.ts';
import type { Engine } from './engine.ts';
import { allFinite } from './first-non-finite.ts';
import { SideStep } from './side-step.ts';
import type { TrainingSession } from './training-session.ts';
import { ownName, PARAMS, rowSlotName, slotName, trainedWeights } from './weight-layout.ts';

/**
 * Looks whether the trained weights and the optimizer's state are finite, beside training. A gradient may be no number though the loss is one: ReLU and pools
 * can hide it from the loss.
 */
export class FiniteCheck {
  private step: Promise<SideStep> | null = null;

  constructor(
    private readonly engine: Engine,
    private readonly session: TrainingSession,
  ) {}

  async allFinite(): Promise<boolean> {
    if (trainedWeights(this.session.on.layout).length === 0) return true;
    this.step ??= this.create();
    const step = await this.step.catch((error: unknown) => {
      // Memory may be there the next time.
      this.step = null;
      throw error;
    });
    const flags = await step.run(0);
    return flags.get('finite')![0] === 1;
  }

  private create(): Promise<SideStep> {
    const b = new Builder();
    const { on, optimizer } = this.session;
    const { size, tables } = on.layout;
    const slots = optimizer.slots.map(({ name }) => name);
    const flat = size === 0 ? [] : [PARAMS, ...slots.map(slotName)];
    const flags = [
      ...flat.map((name) => allFinite(b, b.input('variable', name, 'float32', [size]))),
      ...tables.flatMap((table) =>
        [ownName(table), ...slots.map((slot) => rowSlotName(slot, table))].map((name) =>
          allFinite(b, b.input('variable', name, 'float32', table.shape)),
        ),
      ),
    ];
    b.output(
      'finite',
      flags.reduce((x, y) => multiply(b, x, y)),
    );
    return SideStep.create(this.engine, this.session, b.build());
  }

  async destroy(): Promise<void> {
    const step = await this.step?.catch(() => null);
    step?.destroy();
  }
}
