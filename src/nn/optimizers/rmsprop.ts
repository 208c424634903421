import type { ValueId } from '../../graph/ir/graph.ts';
import { add, divide, multiply, subtract } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { blend } from './moving-average.ts';
import { defineOptimizer, type UpdateContext } from './optimizer.ts';

/**
 * v ← ρ·v + (1 − ρ)·g²; w ← w − η·g / √(v + ε). Centred: a ← ρ·a + (1 − ρ)·g and √(v − a² + ε) instead. With momentum:
 * m ← μ·m + η·g / √(…), w ← w − m.
 *
 * Defaults: learningRate 0.001, rho 0.9, momentum 0, epsilon 1e-7 (inside the root), centered false.
 * Tieleman & Hinton, Lecture 6.5 (2012); https://keras.io/api/optimizers/rmsprop/
 */
export const rmsprop = defineOptimizer({
  name: 'rmsprop',
  className: 'RMSprop',
  learningRate: 0.001,
  defaults: { rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false },
  slots: ({ momentum, centered }) => [
    { name: 'velocity', initial: 0 },
    ...(momentum > 0 ? [{ name: 'momentum', initial: 0 }] : []),
    ...(centered ? [{ name: 'average_gradient', initial: 0 }] : []),
  ],
  scalars: ({ rho, momentum, epsilon }) => ({
    rho,
    one_minus_rho: 1 - rho,
    momentum_factor: momentum,
    epsilon,
  }),
  rows: ({ momentum, centered }) =>
    momentum > 0 || centered
      ? null
      : { average: { slot: 'velocity', keep: 'rho', take: 'one_minus_rho', epsilon: 'epsilon' } },
  update: (context, { momentum, centered }) => {
    const { b, param, grad, slots, scalar } = context;
    const average = centered ? slots[slots.length - 1]! : null;
    const velocity = decayTo(context, slots[0]!, unary(b, 'square', grad));
    const mean = average === null ? null : decayTo(context, average, grad);
    const variance = mean === null ? velocity : subtract(b, velocity, unary(b, 'square', mean));
    const root = unary(b, 'sqrt', add(b, variance, scalar('epsilon')));
    const step = divide(b, multiply(b, grad, scalar('learning_rate')), root);
    const moved = momentum > 0 ? [add(b, multiply(b, slots[1]!, scalar('momentum_factor')), step)] : [];
    const state = [velocity, ...moved, ...(mean === null ? [] : [mean])];
    return { param: subtract(b, param, moved[0] ?? step), slots: state };
  },
});

/** ρ·m + (1 − ρ)·x */
const decayTo = ({ b, scalar }: UpdateContext, m: ValueId, x: ValueId): ValueId =>
  blend(b, m, scalar('rho'), x, scalar('one_minus_rho'));
