import { defineSchedule } from './define-schedule.ts';
import { checkDecaySteps, type DecaySteps } from './schedule.ts';

interface CosineDecayOptions extends DecaySteps {
  readonly initialLearningRate: number;
}

interface CosineDecayExtras {
  /** The rate's floor as a fraction of where the decay starts. Default 0. */
  readonly alpha: number;
  /** Where a linear warm-up from initialLearningRate ends and the decay starts. Default null: no warm-up. */
  readonly warmupTarget: number | null;
  /** Steps of the warm-up, before decaySteps. Default 0. */
  readonly warmupSteps: number;
}

/**
 * Warm-up: rate = initial + (target − initial) · step / warmupSteps. Then, from the target (without one from initial):
 * rate = start · ((1 − α) · ½(1 + cos(π · t / decaySteps)) + α), t the steps since, at most decaySteps.
 * Loshchilov & Hutter, SGDR (2016); https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/
 */
export const cosineDecay = defineSchedule<CosineDecayOptions, CosineDecayExtras>({
  className: 'CosineDecay',
  required: ['initialLearningRate', 'decaySteps'],
  defaults: { alpha: 0, warmupTarget: null, warmupSteps: 0 },
  check: checkDecaySteps('CosineDecay'),
  rateAt: ({ initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps }, step) => {
    if (warmupTarget === null) return cosine(initialLearningRate, step / decaySteps, alpha);
    if (step >= warmupSteps) return cosine(warmupTarget, (step - warmupSteps) / decaySteps, alpha);
    return initialLearningRate + ((warmupTarget - initialLearningRate) * step) / warmupSteps;
  },
});

function cosine(start: number, progress: number, alpha: number): number {
  const wave = 0.5 * (1 + Math.cos(Math.PI * Math.min(progress, 1)));
  return start * ((1 - alpha) * wave + alpha);
}
