import type { Builder } from '../../graph/ir/builder.ts';
import type { ValueId } from '../../graph/ir/graph.ts';
import { add, multiply, oneMinus } from '../../graph/ops/arithmetic.ts';
import { unary } from '../../graph/ops/unary.ts';
import { clipProbability, smoothLabels } from './cross-entropy.ts';
import { meanLast } from './last-axis.ts';
import { checkSmoothing, defineLoss } from './loss.ts';

/**
 * Mean over the last axis of −y log p − (1 − y) log(1 − p), for targets of the output's shape ([B] fits [B, 1]).
 *
 * Probabilities are limited to [1e-7, 1 − 1e-7]; with `fromLogits`, p = σ(x) and the terms are softplus(∓x).
 * `labelSmoothing` s makes y into y·(1 − s) + s / 2. Defaults: probabilities, no smoothing.
 * https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class
 */
export const binaryCrossentropy = defineLoss({
  name: 'binary_crossentropy',
  className: 'BinaryCrossentropy',
  aliases: ['bce', 'BCE'],
  defaults: { fromLogits: false, labelSmoothing: 0 },
  targets: 'same',
  check: ({ labelSmoothing }) => checkSmoothing('BinaryCrossentropy', labelSmoothing),
  build: (b, yTrue, yPred, { fromLogits, labelSmoothing }) => {
    const target = smoothLabels(b, yTrue, labelSmoothing, 0.5);
    return meanLast(b, fromLogits ? fromLogit(b, target, yPred) : fromProbability(b, target, yPred));
  },
});

/** −y log p − (1 − y) log(1 − p) */
function fromProbability(b: Builder, y: ValueId, yPred: ValueId): ValueId {
  const p = clipProbability(b, yPred);
  const yes = multiply(b, y, unary(b, 'log', p));
  const no = multiply(b, oneMinus(b, y), unary(b, 'log', oneMinus(b, p)));
  return unary(b, 'neg', add(b, yes, no));
}

/** y softplus(−x) + (1 − y) softplus(x), since −log σ(x) = softplus(−x). */
function fromLogit(b: Builder, y: ValueId, x: ValueId): ValueId {
  const yes = multiply(b, y, unary(b, 'softplus', unary(b, 'neg', x)));
  return add(b, yes, multiply(b, oneMinus(b, y), unary(b, 'softplus', x)));
}
