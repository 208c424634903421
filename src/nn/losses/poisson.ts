import { addScalar, multiply, subtract } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { EPSILON } from './cross-entropy.ts';
import { meanLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over the last axis of p − y log(p + 1e-7).
 * https://keras.io/api/losses/probabilistic_losses/#poisson-class
 */
export const poisson = defineLoss({
  name: 'poisson',
  className: 'Poisson',
  defaults: {},
  targets: 'same',
  build: (b, yTrue, yPred) => {
    const log = unary(b, 'log', addScalar(b, yPred, EPSILON));
    return meanLast(b, subtract(b, yPred, multiply(b, yTrue, log)));
  },
});
