import { BaseCallback } from './base-callback.ts';
import type { CallbackLogs } from './callback.ts';

/** The rate of an epoch (from 0) from the rate before. */
export type EpochSchedule = (epoch: number, learningRate: number) => number;

/**
 * Sets the learning rate at the start of each epoch; logs it as `learning_rate`.
 * https://keras.io/api/callbacks/learning_rate_scheduler/
 */
export class LearningRateScheduler extends BaseCallback {
  private readonly schedule: EpochSchedule;

  constructor(schedule: EpochSchedule) {
    super();
    this.schedule = schedule;
  }

  onEpochBegin(epoch: number): void {
    this.model.learningRate = this.schedule(epoch, this.model.learningRate);
  }

  onEpochEnd(_epoch: number, logs: CallbackLogs = {}): void {
    logs.learning_rate = this.model.learningRate;
  }
}

export const learningRateScheduler = (schedule: EpochSchedule): LearningRateScheduler =>
  new LearningRateScheduler(schedule);
