import { defineSchedule } from './define-schedule.ts';
import { checkDecaySteps, type DecaySteps } from './schedule.ts';

interface PolynomialDecayOptions extends DecaySteps {
  readonly initialLearningRate: number;
}

interface PolynomialDecayExtras {
  /** Default 0.0001. */
  readonly endLearningRate: number;
  /** Default 1: linear. */
  readonly power: number;
  /** Start again each time the end is reached, over a longer stretch. Default false: stay at the end. */
  readonly cycle: boolean;
}

/**
 * rate = (initial − end) · (1 − step / n)^power + end, n = decaySteps and step at most n; with `cycle`
 * n = decaySteps · ⌈step / decaySteps⌉ (at least decaySteps).
 * https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/
 */
export const polynomialDecay = defineSchedule<PolynomialDecayOptions, PolynomialDecayExtras>({
  className: 'PolynomialDecay',
  required: ['initialLearningRate', 'decaySteps'],
  defaults: { endLearningRate: 0.0001, power: 1, cycle: false },
  check: checkDecaySteps('PolynomialDecay'),
  rateAt: ({ initialLearningRate, decaySteps, endLearningRate, power, cycle }, step) => {
    const length = cycle ? decaySteps * Math.max(1, Math.ceil(step / decaySteps)) : decaySteps;
    const left = 1 - Math.min(step, length) / length;
    return (initialLearningRate - endLearningRate) * left ** power + endLearningRate;
  },
});
