import { answered } from '../gpu/answered.ts';

/**
 * Bounds the steps that are on their way: letting many queue up is slower than waiting, and memory grows. Submits are
 * counted by `onSubmittedWorkDone`.
 */
export class InFlight {
  private readonly done: Promise<void>[] = [];

  constructor(
    private readonly device: GPUDevice,
    private readonly limit: number,
  ) {}

  /** Notes the submit just made. */
  add(): void {
    this.done.push(answered(this.device, this.device.queue.onSubmittedWorkDone()));
  }

  /** Resolves when fewer than `limit` steps are on their way. */
  async room(): Promise<void> {
    while (this.done.length >= this.limit) await this.done.shift();
  }

  async drain(): Promise<void> {
    await Promise.all(this.done.splice(0));
  }
}
