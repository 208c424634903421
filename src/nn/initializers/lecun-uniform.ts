import type { Initializer } from './initializer.ts';
import type { Seeded } from './seed.ts';
import { varianceScaling } from './variance-scaling.ts';

/** Uniform in ±√(3 / inputs). Source: LeCun et al. 1998. Keras: `initializers.LecunUniform`. */
export function lecunUniform({ seed = null }: Seeded = {}): Initializer {
  const { create } = varianceScaling({ scale: 1, mode: 'fan_in', distribution: 'uniform', seed });
  return { className: 'LecunUniform', config: { seed }, create };
}
