import { logCosh } from '../losses/log-cosh.ts';
import { meanAbsoluteError as meanAbsoluteErrorLoss } from '../losses/mean-absolute-error.ts';
import { meanAbsolutePercentageError as meanAbsolutePercentageErrorLoss } from '../losses/mean-absolute-percentage-error.ts';
import { meanSquaredError as meanSquaredErrorLoss } from '../losses/mean-squared-error.ts';
import { meanSquaredLogarithmicError as meanSquaredLogarithmicErrorLoss } from '../losses/mean-squared-logarithmic-error.ts';
import { defineLossMetric } from './loss-metric.ts';

// Regression losses as metrics: https://keras.io/api/metrics/regression_metrics/

/** Mean of |y − p|. */
export const meanAbsoluteError = defineLossMetric(meanAbsoluteErrorLoss);
/** Mean of (y − p)². */
export const meanSquaredError = defineLossMetric(meanSquaredErrorLoss);
/** 100 · mean of |y − p| / |y|. */
export const meanAbsolutePercentageError = defineLossMetric(meanAbsolutePercentageErrorLoss);
/** Mean of (log(1 + y) − log(1 + p))². */
export const meanSquaredLogarithmicError = defineLossMetric(meanSquaredLogarithmicErrorLoss);
/** Mean of log cosh(p − y). */
export const logCoshError = defineLossMetric(logCosh, {
  name: 'log_cosh_error',
  className: 'LogCoshError',
  instanceName: 'logcosh',
});
