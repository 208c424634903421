import { hingeTerm } from './hinge-labels.ts';
import { meanLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over the last axis of max(1 − y·p, 0). Labels are −1 and 1; 0 and 1 are converted.
 * https://keras.io/api/losses/hinge_losses/#hinge-class
 */
export const hinge = defineLoss({
  name: 'hinge',
  className: 'Hinge',
  defaults: {},
  targets: 'same',
  build: (b, yTrue, yPred) => meanLast(b, hingeTerm(b, yTrue, yPred)),
});
