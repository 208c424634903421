import { subtract } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { meanResult, meanSums } from './mean-metric.ts';
import { defineMetric } from './metric.ts';

/**
 * √ of the mean of (y − p)² over all elements of the epoch.
 * https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class
 */
export const rootMeanSquaredError = defineMetric({
  name: 'root_mean_squared_error',
  className: 'RootMeanSquaredError',
  aliases: ['rmse', 'RMSE'],
  defaults: {},
  targets: 'same',
  direction: 'down',
  size: () => 2,
  // Keras gives this metric no mask.
  build: (args) => {
    const error = subtract(args.b, args.yPred, args.yTrue);
    return meanSums({ ...args, mask: null }, unary(args.b, 'square', error));
  },
  result: (sums) => Math.sqrt(meanResult(sums)),
});
