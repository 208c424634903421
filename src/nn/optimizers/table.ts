import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { adamw } from './adamw.ts';
import { lion } from './lion.ts';
import { nadam } from './nadam.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

/** All optimizers, as the public API offers them: `optimizers.adam({ learningRate: 0.01 })`. */
export const optimizers = { adagrad, adam, adamw, lion, nadam, rmsprop, sgd } as const;
