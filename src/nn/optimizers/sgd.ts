import { configError } from '../../core/errors.ts';
import { add, multiply, subtract } from '../../graph/ops/arithmetic.ts';
import { defineOptimizer } from './optimizer.ts';

/**
 * Gradient descent, with momentum: m ← μ·m − η·g, w ← w + m; Nesterov: w ← w + μ·m − η·g with the new m.
 *
 * Defaults: learningRate 0.01, momentum 0 (no state), nesterov false.
 * Sutskever et al., On the importance of initialization and momentum (2013); https://keras.io/api/optimizers/sgd/
 */
export const sgd = defineOptimizer({
  name: 'sgd',
  className: 'SGD',
  learningRate: 0.01,
  defaults: { momentum: 0, nesterov: false },
  check: ({ momentum }) => checkMomentum(momentum),
  slots: ({ momentum }) => (momentum === 0 ? [] : [{ name: 'momentum', initial: 0 }]),
  scalars: ({ momentum }) => ({ momentum_factor: momentum }),
  rows: ({ momentum }) => (momentum === 0 ? { average: null } : null),
  update: ({ b, param, grad, slots: [m], scalar }, { nesterov }) => {
    const step = multiply(b, grad, scalar('learning_rate'));
    if (m === undefined) return { param: subtract(b, param, step), slots: [] };
    const moved = subtract(b, multiply(b, m, scalar('momentum_factor')), step);
    const change = nesterov ? subtract(b, multiply(b, moved, scalar('momentum_factor')), step) : moved;
    return { param: add(b, param, change), slots: [moved] };
  },
});

function checkMomentum(momentum: number): void {
  if (momentum >= 0 && momentum <= 1) return;
  throw configError({ where: 'SGD', must: 'momentum is from 0 to 1', got: String(momentum) });
}
