import { addScalar, binary, mulScalar, subtract } from '../../graph/ops/arithmetic.ts';
import { constant } from '../../graph/ops/constant.ts';
import { select } from '../../graph/ops/select.ts';
import { unary } from '../../graph/ops/unary.ts';
import { meanLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over the last axis of ½e² where |e| ≤ δ, else δ|e| − ½δ², with e = p − y. Default δ = 1.
 * Huber, Robust Estimation of a Location Parameter (1964); https://keras.io/api/losses/regression_losses/#huber-class
 */
export const huber = defineLoss({
  name: 'huber',
  className: 'Huber',
  instanceName: 'huber_loss',
  defaults: { delta: 1 },
  targets: 'same',
  build: (b, yTrue, yPred, { delta }) => {
    const error = subtract(b, yPred, yTrue);
    const size = unary(b, 'abs', error);
    const quadratic = mulScalar(b, unary(b, 'square', error), 0.5);
    const linear = addScalar(b, mulScalar(b, size, delta), -0.5 * delta * delta);
    return meanLast(b, select(b, binary(b, 'le', size, constant(b, delta)), quadratic, linear));
  },
});
