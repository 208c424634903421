import { binaryCrossentropy as binaryCrossentropyLoss } from '../losses/binary-crossentropy.ts';
import { categoricalCrossentropy as categoricalCrossentropyLoss } from '../losses/categorical-crossentropy.ts';
import { klDivergence as klDivergenceLoss } from '../losses/kl-divergence.ts';
import { poisson as poissonLoss } from '../losses/poisson.ts';
import { sparseCategoricalCrossentropy as sparseCategoricalCrossentropyLoss } from '../losses/sparse-categorical-crossentropy.ts';
import { defineLossMetric } from './loss-metric.ts';

// Probabilistic losses as metrics, with the losses' options: https://keras.io/api/metrics/probabilistic_metrics/

/** Mean binary cross-entropy. */
export const binaryCrossentropy = defineLossMetric(binaryCrossentropyLoss);
/** Mean cross-entropy of one-hot targets. */
export const categoricalCrossentropy = defineLossMetric(categoricalCrossentropyLoss);
/** Mean cross-entropy of class numbers. */
export const sparseCategoricalCrossentropy = defineLossMetric(sparseCategoricalCrossentropyLoss);
/** Mean Kullback–Leibler divergence. */
export const klDivergence = defineLossMetric(klDivergenceLoss);
/** Mean Poisson loss. */
export const poisson = defineLossMetric(poissonLoss);
