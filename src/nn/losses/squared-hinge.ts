import { unary } from '../../graph/ops/unary.ts';
import { hingeTerm } from './hinge-labels.ts';
import { meanLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over the last axis of max(1 − y·p, 0)². Labels are −1 and 1; 0 and 1 are converted.
 * https://keras.io/api/losses/hinge_losses/#squaredhinge-class
 */
export const squaredHinge = defineLoss({
  name: 'squared_hinge',
  className: 'SquaredHinge',
  defaults: {},
  targets: 'same',
  build: (b, yTrue, yPred) => meanLast(b, unary(b, 'square', hingeTerm(b, yTrue, yPred))),
});
