import type { Initializer } from './initializer.ts';
import type { Seeded } from './seed.ts';
import { varianceScaling } from './variance-scaling.ts';

/** Truncated normal of variance 2 / inputs. Source: He et al. 2015. Keras: `initializers.HeNormal`. */
export function heNormal({ seed = null }: Seeded = {}): Initializer {
  const { create } = varianceScaling({ scale: 2, mode: 'fan_in', distribution: 'truncated_normal', seed });
  return { className: 'HeNormal', config: { seed }, create };
}
