import { subtract } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { meanLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over the last axis of (y − p)².
 * https://keras.io/api/losses/regression_losses/#meansquarederror-class
 */
export const meanSquaredError = defineLoss({
  name: 'mean_squared_error',
  className: 'MeanSquaredError',
  aliases: ['mse', 'MSE'],
  defaults: {},
  targets: 'same',
  build: (b, yTrue, yPred) => meanLast(b, unary(b, 'square', subtract(b, yTrue, yPred))),
});
