import type { Initializer } from './initializer.ts';
import type { Seeded } from './seed.ts';
import { varianceScaling } from './variance-scaling.ts';

/** Truncated normal of variance 2 / (inputs + outputs). Source: Glorot and Bengio 2010. Keras: `initializers.GlorotNormal`. */
export function glorotNormal({ seed = null }: Seeded = {}): Initializer {
  const { create } = varianceScaling({ scale: 1, mode: 'fan_avg', distribution: 'truncated_normal', seed });
  return { className: 'GlorotNormal', config: { seed }, create };
}
