import { defineSchedule } from './define-schedule.ts';
import { checkDecaySteps, type DecaySteps } from './schedule.ts';

export interface ExponentialDecayOptions extends DecaySteps {
  readonly initialLearningRate: number;
  readonly decayRate: number;
}

/**
 * rate = initial · decayRate^(step / decaySteps); `staircase` (default false) takes whole quotients only.
 * https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/
 */
export const exponentialDecay = defineSchedule<ExponentialDecayOptions, { staircase: boolean }>({
  className: 'ExponentialDecay',
  required: ['initialLearningRate', 'decaySteps', 'decayRate'],
  defaults: { staircase: false },
  check: checkDecaySteps('ExponentialDecay'),
  rateAt: ({ initialLearningRate, decaySteps, decayRate, staircase }, step) => {
    const progress = step / decaySteps;
    return initialLearningRate * decayRate ** (staircase ? Math.floor(progress) : progress);
  },
});
