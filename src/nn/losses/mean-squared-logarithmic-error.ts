import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { addScalar, maximum, subtract } from '../../graph/ops/arithmetic.ts';
import { constant } from '../../graph/ops/constant.ts';
import { unary } from '../../graph/ops/unary.ts';
import { EPSILON } from './cross-entropy.ts';
import { meanLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over the last axis of (log(1 + y) − log(1 + p))², both limited below by 1e-7.
 * https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class
 */
export const meanSquaredLogarithmicError = defineLoss({
  name: 'mean_squared_logarithmic_error',
  className: 'MeanSquaredLogarithmicError',
  aliases: ['msle', 'MSLE'],
  defaults: {},
  targets: 'same',
  build: (b, yTrue, yPred) => meanLast(b, unary(b, 'square', subtract(b, logOf(b, yPred), logOf(b, yTrue)))),
});

const logOf = (b: Builder, x: ValueId): ValueId =>
  unary(b, 'log', addScalar(b, maximum(b, x, constant(b, EPSILON)), 1));
