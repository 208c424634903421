import { multiply } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { axisLast } from './class-axis.ts';
import { logProbabilities, smoothLabels } from './cross-entropy.ts';
import { sumLast } from './last-axis.ts';
import { checkSmoothing, defineLoss } from './loss.ts';

/**
 * −Σ_c y_c log p_c for one-hot (or soft) targets y and outputs [B, ..., C].
 *
 * Probabilities are divided by their sum and limited to [1e-7, 1 − 1e-7]; `fromLogits` takes logits instead (log softmax).
 * `labelSmoothing` s makes y into y·(1 − s) + s / C. `axis` holds the classes.
 * Defaults: probabilities, no smoothing, the last axis.
 * https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class
 */
export const categoricalCrossentropy = defineLoss({
  name: 'categorical_crossentropy',
  className: 'CategoricalCrossentropy',
  defaults: { fromLogits: false, labelSmoothing: 0, axis: -1 },
  targets: 'classes',
  check: ({ labelSmoothing }) => checkSmoothing('CategoricalCrossentropy', labelSmoothing),
  build: (b, yTrue, yPred, { fromLogits, labelSmoothing, axis }) => {
    // Keras takes the number of classes from the last axis whatever `axis` is.
    const target = smoothLabels(b, yTrue, labelSmoothing, 1 / b.shapeOf(yTrue).at(-1)!);
    const [y, p] = [target, yPred].map((x) => axisLast(b, x, axis, 'CategoricalCrossentropy'));
    return unary(b, 'neg', sumLast(b, multiply(b, y!, logProbabilities(b, p!, fromLogits))));
  },
});
