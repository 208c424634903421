import { add, divide, maximum, multiply, subtract } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { biasCorrection } from './float32.ts';
import { approach } from './moving-average.ts';
import { defineOptimizer, type OptimizerDef } from './optimizer.ts';

interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;
}

/** Adam's rule, shared with AdamW. */
export const adamRule: Pick<OptimizerDef<AdamOptions>, 'defaults' | 'slots' | 'scalars' | 'update'> = {
  defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false },
  slots: ({ amsgrad }) => [
    { name: 'momentum', initial: 0 },
    { name: 'velocity', initial: 0 },
    ...(amsgrad ? [{ name: 'velocity_hat', initial: 0 }] : []),
  ],
  scalars: ({ beta1, beta2, epsilon }, learningRate, step) => ({
    one_minus_beta_1: 1 - beta1,
    one_minus_beta_2: 1 - beta2,
    epsilon,
    // α = η √(1 − β₂ᵗ) / (1 − β₁ᵗ)
    alpha: (learningRate * Math.sqrt(biasCorrection(beta2, step))) / biasCorrection(beta1, step),
  }),
  update: ({ b, param, grad, slots, scalar }) => {
    const momentum = approach(b, slots[0]!, grad, scalar('one_minus_beta_1'));
    const velocity = approach(b, slots[1]!, unary(b, 'square', grad), scalar('one_minus_beta_2'));
    const largest = slots[2] === undefined ? velocity : maximum(b, slots[2], velocity);
    const root = add(b, unary(b, 'sqrt', largest), scalar('epsilon'));
    const step = divide(b, multiply(b, momentum, scalar('alpha')), root);
    const state = slots[2] === undefined ? [momentum, velocity] : [momentum, velocity, largest];
    return { param: subtract(b, param, step), slots: state };
  },
};

/**
 * m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); w ← w − α·m / (√v + ε), α = η √(1 − β₂ᵗ) / (1 − β₁ᵗ). With amsgrad, the
 * largest v so far takes the place of v.
 *
 * Defaults: learningRate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-7, amsgrad false.
 * Kingma & Ba (2014); Reddi et al., On the Convergence of Adam and Beyond (2018); https://keras.io/api/optimizers/adam/
 */
export const adam = defineOptimizer({ name: 'adam', className: 'Adam', learningRate: 0.001, ...adamRule });
