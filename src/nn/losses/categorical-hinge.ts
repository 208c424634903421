import { addScalar, maximum, multiply, oneMinus, subtract } from '../../graph/ops/arithmetic.ts';
import { constant } from '../../graph/ops/constant.ts';
import { reduceLast, sumLast } from './last-axis.ts';
import { defineLoss } from './loss.ts';

/**
 * max(neg − pos + 1, 0) with pos = Σ y·p and neg = max (1 − y)·p over the classes; targets one-hot.
 * https://keras.io/api/losses/hinge_losses/#categoricalhinge-class
 */
export const categoricalHinge = defineLoss({
  name: 'categorical_hinge',
  className: 'CategoricalHinge',
  defaults: {},
  targets: 'classes',
  build: (b, yTrue, yPred) => {
    const pos = sumLast(b, multiply(b, yTrue, yPred));
    const neg = reduceLast(b, 'max', multiply(b, oneMinus(b, yTrue), yPred));
    return maximum(b, addScalar(b, subtract(b, neg, pos), 1), constant(b, 0));
  },
});
