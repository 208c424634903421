import type { Initializer } from './initializer.ts';
import type { Seeded } from './seed.ts';
import { varianceScaling } from './variance-scaling.ts';

/** Uniform in ±√(6 / inputs). Source: He et al. 2015. Keras: `initializers.HeUniform`. */
export function heUniform({ seed = null }: Seeded = {}): Initializer {
  const { create } = varianceScaling({ scale: 2, mode: 'fan_in', distribution: 'uniform', seed });
  return { className: 'HeUniform', config: { seed }, create };
}
