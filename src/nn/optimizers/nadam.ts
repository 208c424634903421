import { add, divide, multiply, subtract } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { biasCorrection, oneLess, power } from './float32.ts';
import { approach } from './moving-average.ts';
import { defineOptimizer } from './optimizer.ts';

const f32 = Math.fround;

/**
 * Adam with Nesterov momentum. With u_t = β₁(1 − ½·0.96ᵗ) and U_t = Π_{i ≤ t} u_i:
 * m̂ = u_{t+1}·m / (1 − U_{t+1}) + (1 − u_t)·g / (1 − U_t); v̂ = v / (1 − β₂ᵗ); w ← w − η·m̂ / (√v̂ + ε), m and v as in Adam.
 *
 * Defaults: learningRate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-7.
 * Dozat, Incorporating Nesterov Momentum into Adam (2016); https://keras.io/api/optimizers/Nadam/
 */
export const nadam = defineOptimizer({
  name: 'nadam',
  className: 'Nadam',
  learningRate: 0.001,
  defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  slots: () => [
    { name: 'momentum', initial: 0 },
    { name: 'velocity', initial: 0 },
  ],
  scalars: ({ beta1, beta2, epsilon }, _learningRate, step) => {
    const product = momentumProduct(beta1, step);
    const [now, next] = [momentumAt(beta1, step), momentumAt(beta1, step + 1)];
    return {
      one_minus_beta_1: oneLess(beta1),
      one_minus_beta_2: oneLess(beta2),
      momentum_share: f32(next / f32(1 - f32(product * next))),
      gradient_share: f32(f32(1 - now) / f32(1 - product)),
      velocity_correction: biasCorrection(beta2, step),
      epsilon,
    };
  },
  update: ({ b, param, grad, slots, scalar }) => {
    const momentum = approach(b, slots[0]!, grad, scalar('one_minus_beta_1'));
    const velocity = approach(b, slots[1]!, unary(b, 'square', grad), scalar('one_minus_beta_2'));
    const ahead = multiply(b, momentum, scalar('momentum_share'));
    const direction = add(b, ahead, multiply(b, grad, scalar('gradient_share')));
    const corrected = divide(b, velocity, scalar('velocity_correction'));
    const root = add(b, unary(b, 'sqrt', corrected), scalar('epsilon'));
    const step = divide(b, multiply(b, direction, scalar('learning_rate')), root);
    return { param: subtract(b, param, step), slots: [momentum, velocity] };
  },
});

/** u_t = β₁(1 − ½·0.96ᵗ) */
const momentumAt = (beta: number, step: number): number =>
  f32(f32(beta) * f32(1 - f32(0.5 * power(0.96, step))));

// Beyond this step 0.96^t is below float32's resolution: every further factor is β₁.
const WARM = 512;

/** U_t = Π_{i ≤ t} u_i, from the step alone: no state has to be kept. */
function momentumProduct(beta: number, step: number): number {
  let product = 1;
  for (let i = 1; i <= Math.min(step, WARM); i++) product *= momentumAt(beta, i);
  return f32(product * f32(beta) ** Math.max(0, step - WARM));
}
