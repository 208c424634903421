import { clip, divide, multiply } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { EPSILON } from './cross-entropy.ts';
import { sumLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * Σ y log(y / p) over the last axis, both limited to [1e-7, 1].
 * https://keras.io/api/losses/probabilistic_losses/#kldivergence-class
 */
export const klDivergence = defineLoss({
  name: 'kl_divergence',
  className: 'KLDivergence',
  aliases: ['kld', 'KLD', 'kullback_leibler_divergence'],
  defaults: {},
  targets: 'same',
  build: (b, yTrue, yPred) => {
    const [y, p] = [clip(b, yTrue, EPSILON, 1), clip(b, yPred, EPSILON, 1)];
    return sumLast(b, multiply(b, y, unary(b, 'log', divide(b, y, p))));
  },
});
