import { adamRule } from './adam.ts';
import { defineOptimizer } from './optimizer.ts';

/**
 * Adam with decoupled weight decay: w ← w·(1 − η·decay) before Adam's step. Default weightDecay 0.004, the rest as Adam.
 * Loshchilov & Hutter, Decoupled Weight Decay Regularization (2019); https://keras.io/api/optimizers/adamw/
 */
export const adamw = defineOptimizer({
  name: 'adamw',
  className: 'AdamW',
  learningRate: 0.001,
  common: { weightDecay: 0.004 },
  ...adamRule,
});
