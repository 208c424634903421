import { defineSchedule } from './define-schedule.ts';
import type { ExponentialDecayOptions } from './exponential-decay.ts';
import { checkDecaySteps } from './schedule.ts';

/**
 * rate = initial / (1 + decayRate · step / decaySteps); `staircase` (default false) takes whole quotients only.
 * https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/
 */
export const inverseTimeDecay = defineSchedule<ExponentialDecayOptions, { staircase: boolean }>({
  className: 'InverseTimeDecay',
  required: ['initialLearningRate', 'decaySteps', 'decayRate'],
  defaults: { staircase: false },
  check: checkDecaySteps('InverseTimeDecay'),
  rateAt: ({ initialLearningRate, decaySteps, decayRate, staircase }, step) => {
    const progress = step / decaySteps;
    return initialLearningRate / (1 + decayRate * (staircase ? Math.floor(progress) : progress));
  },
});
