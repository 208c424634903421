import { configError } from '../../core/errors.ts';
import { multiply, subtract } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { oneLess } from './float32.ts';
import { blend } from './moving-average.ts';
import { defineOptimizer } from './optimizer.ts';

/**
 * w ← w − η·sign(β₁·m + (1 − β₁)·g); m ← β₂·m + (1 − β₂)·g.
 *
 * Defaults: learningRate 0.001, beta1 0.9 (above 0, at most 1), beta2 0.99.
 * Chen et al., Symbolic Discovery of Optimization Algorithms (2023); https://keras.io/api/optimizers/lion/
 */
export const lion = defineOptimizer({
  name: 'lion',
  className: 'Lion',
  learningRate: 0.001,
  defaults: { beta1: 0.9, beta2: 0.99 },
  check: ({ beta1 }) => checkBeta(beta1),
  slots: () => [{ name: 'momentum', initial: 0 }],
  scalars: ({ beta1, beta2 }) => ({
    beta_1: beta1,
    one_minus_beta_1: oneLess(beta1),
    beta_2: beta2,
    one_minus_beta_2: oneLess(beta2),
  }),
  update: ({ b, param, grad, slots: [m], scalar }) => {
    const direction = blend(b, m!, scalar('beta_1'), grad, scalar('one_minus_beta_1'));
    const step = multiply(b, unary(b, 'sign', direction), scalar('learning_rate'));
    const momentum = blend(b, m!, scalar('beta_2'), grad, scalar('one_minus_beta_2'));
    return { param: subtract(b, param, step), slots: [momentum] };
  },
});

function checkBeta(beta1: number): void {
  if (beta1 > 0 && beta1 <= 1) return;
  throw configError({ where: 'Lion', must: 'beta1 is above 0 and at most 1', got: String(beta1) });
}
