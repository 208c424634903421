import { subtract } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { meanLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over the last axis of |y − p|.
 * https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class
 */
export const meanAbsoluteError = defineLoss({
  name: 'mean_absolute_error',
  className: 'MeanAbsoluteError',
  aliases: ['mae', 'MAE'],
  defaults: {},
  targets: 'same',
  build: (b, yTrue, yPred) => meanLast(b, unary(b, 'abs', subtract(b, yTrue, yPred))),
});
