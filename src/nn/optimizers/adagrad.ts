import { add, divide, multiply, subtract } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { defineOptimizer } from './optimizer.ts';

/**
 * a ← a + g²; w ← w − η·g / √(a + ε), a starting at initialAccumulatorValue.
 *
 * Defaults: learningRate 0.001, initialAccumulatorValue 0.1, epsilon 1e-7 (inside the root).
 * Duchi et al., Adaptive Subgradient Methods (2011); https://keras.io/api/optimizers/adagrad/
 */
export const adagrad = defineOptimizer({
  name: 'adagrad',
  className: 'Adagrad',
  learningRate: 0.001,
  defaults: { initialAccumulatorValue: 0.1, epsilon: 1e-7 },
  slots: ({ initialAccumulatorValue }) => [{ name: 'accumulator', initial: initialAccumulatorValue }],
  scalars: ({ epsilon }) => ({ epsilon }),
  update: ({ b, param, grad, slots: [before], scalar }) => {
    const accumulator = add(b, before!, unary(b, 'square', grad));
    const root = unary(b, 'sqrt', add(b, accumulator, scalar('epsilon')));
    const step = divide(b, multiply(b, grad, scalar('learning_rate')), root);
    return { param: subtract(b, param, step), slots: [accumulator] };
  },
});
