import type { Initializer } from './initializer.ts';
import type { Seeded } from './seed.ts';
import { varianceScaling } from './variance-scaling.ts';

/** Truncated normal of variance 1 / inputs. Source: LeCun et al. 1998. Keras: `initializers.LecunNormal`. */
export function lecunNormal({ seed = null }: Seeded = {}): Initializer {
  const { create } = varianceScaling({ scale: 1, mode: 'fan_in', distribution: 'truncated_normal', seed });
  return { className: 'LecunNormal', config: { seed }, create };
}
