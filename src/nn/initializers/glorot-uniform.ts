import type { Initializer } from './initializer.ts';
import type { Seeded } from './seed.ts';
import { varianceScaling } from './variance-scaling.ts';

/** Uniform in ±√(6 / (inputs + outputs)). Source: Glorot and Bengio 2010. Keras: `initializers.GlorotUniform`. */
export function glorotUniform({ seed = null }: Seeded = {}): Initializer {
  const { create } = varianceScaling({ scale: 1, mode: 'fan_avg', distribution: 'uniform', seed });
  return { className: 'GlorotUniform', config: { seed }, create };
}
