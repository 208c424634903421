import type { NdArray } from '../../core/nd-array.ts';
import type { CallbackModel } from '../../nn/callbacks/callback.ts';
import type { AnyModel } from '../../nn/model.ts';
import type { Optimizer } from '../../nn/optimizers/optimizer.ts';
import type { Resolved } from '../resolved.ts';

/** What callbacks may do to a run of `fit`. */
export class FitControl implements CallbackModel {
  stopTraining = false;

  constructor(
    private readonly model: AnyModel,
    private readonly resolved: Resolved,
    /** Steps done so far. */
    private readonly iterations: () => number,
  ) {}

  getWeights(): Promise<readonly NdArray[]> {
    return this.model.getWeights();
  }

  async setWeights(weights: readonly NdArray[]): Promise<void> {
    this.model.setWeights(weights);
  }

  get learningRate(): number {
    return this.optimizer.learningRateAt(this.iterations());
  }

  set learningRate(rate: number) {
    this.optimizer.learningRate = rate;
  }

  directionOf(name: string): 'up' | 'down' | null {
    const logged = this.resolved.outputs.flatMap((o) => o.metrics).find((m) => m.name === name);
    return logged?.metric.direction ?? null;
  }

  report(message: string): void {
    console.info(message);
  }

  private get optimizer(): Optimizer {
    return this.resolved.optimizer;
  }
}
