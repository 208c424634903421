import { gpuError } from '../../core/errors.ts';

/** Losses of the device without a step of training between them, after which it is given up. */
const MOST_IN_A_ROW = 4;

/** Counts how often the device was lost, and in a row. */
export class LossCount {
  total = 0;
  private inARow = 0;
  private stepAtLoss = -1;

  /** Notes a loss at this step. False where it is time to give up. */
  add(step: number): boolean {
    this.total++;
    this.inARow = step === this.stepAtLoss ? this.inARow + 1 : 1;
    this.stepAtLoss = step;
    return this.inARow < MOST_IN_A_ROW;
  }

  /** The person tries again. */
  forgive(): void {
    this.inARow = 0;
  }

  error(reason: string): Error {
    const facts = {
      where: 'GPU',
      must: 'must stay available while training',
      got: `lost ${this.inARow} times in a row (${reason || 'no reason given'})`,
      try: 'closing other pages that use the GPU and trying again: what was trained is kept',
    };
    return gpuError(facts, { retry: true });
  }
}
