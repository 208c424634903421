import { divide, maximum, mulScalar, subtract } from '../../graph/ops/arithmetic.ts';
import { constant } from '../../graph/ops/constant.ts';
import { unary } from '../../graph/ops/unary.ts';
import { EPSILON } from './cross-entropy.ts';
import { meanLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * 100 · mean over the last axis of |y − p| / max(|y|, 1e-7).
 * https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class
 */
export const meanAbsolutePercentageError = defineLoss({
  name: 'mean_absolute_percentage_error',
  className: 'MeanAbsolutePercentageError',
  aliases: ['mape', 'MAPE'],
  defaults: {},
  targets: 'same',
  build: (b, yTrue, yPred) => {
    const size = maximum(b, unary(b, 'abs', yTrue), constant(b, EPSILON));
    const ratio = unary(b, 'abs', divide(b, subtract(b, yTrue, yPred), size));
    return mulScalar(b, meanLast(b, ratio), 100);
  },
});
