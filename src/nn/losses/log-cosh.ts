import { add, addScalar, mulScalar, subtract } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { meanLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over the last axis of log cosh e = e + softplus(−2e) − log 2, with e = p − y.
 * https://keras.io/api/losses/regression_losses/#logcosh-class
 */
export const logCosh = defineLoss({
  name: 'log_cosh',
  className: 'LogCosh',
  aliases: ['logcosh'],
  defaults: {},
  targets: 'same',
  build: (b, yTrue, yPred) => {
    const error = subtract(b, yPred, yTrue);
    const soft = unary(b, 'softplus', mulScalar(b, error, -2));
    return meanLast(b, addScalar(b, add(b, error, soft), -Math.LN2));
  },
});
