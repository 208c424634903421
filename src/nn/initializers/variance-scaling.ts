import { configError } from '../../core/errors.ts';
import { type Shape, sizeOf } from '../../core/shape.ts';
import type { Initializer } from './initializer.ts';
import { normalArray } from './random-normal.ts';
import { uniformArray } from './random-uniform.ts';
import { type Seeded, sourceOf } from './seed.ts';
import { truncatedNormalArray } from './truncated-normal.ts';

export type FanMode = 'fan_in' | 'fan_out' | 'fan_avg';
export type ScaledDistribution = 'uniform' | 'truncated_normal' | 'untruncated_normal';

export interface VarianceScalingConfig extends Seeded {
  /** Default 1. */
  readonly scale?: number;
  /** Default `fan_in`. */
  readonly mode?: FanMode;
  /** Default `truncated_normal`. */
  readonly distribution?: ScaledDistribution | 'normal';
}

/** Standard deviation of a standard normal cut off at ±2. */
const TRUNCATED_STDDEV = 0.87962566103423978;

/**
 * Numbers whose variance is scale / n, n = number of inputs, of outputs, or their mean. Keras: `initializers.VarianceScaling`.
 *   uniform: ±√(3·scale/n); truncated normal: σ = √(scale/n) / 0.8796…; untruncated normal: σ = √(scale/n).
 */
export function varianceScaling(config: VarianceScalingConfig = {}): Initializer {
  const { scale = 1, mode = 'fan_in', seed = null } = config;
  const distribution =
    config.distribution === 'normal' ? 'truncated_normal' : (config.distribution ?? 'truncated_normal');
  if (!(scale > 0)) {
    throw configError({ where: 'VarianceScaling', must: 'scale must be above 0', got: String(scale) });
  }
  return {
    className: 'VarianceScaling',
    config: { seed, scale, mode, distribution },
    create: (shape, prng) => {
      const variance = scale / Math.max(1, fanOf(shape, mode));
      const source = sourceOf(seed, prng);
      const [sigma, limit] = [Math.sqrt(variance), Math.sqrt(3 * variance)];
      if (distribution === 'uniform') return uniformArray(shape, -limit, limit, source);
      if (distribution === 'untruncated_normal') return normalArray(shape, 0, sigma, source);
      return truncatedNormalArray(shape, 0, sigma / TRUNCATED_STDDEV, source);
    },
  };
}

function fanOf(shape: Shape, mode: FanMode): number {
  const { fanIn, fanOut } = computeFans(shape);
  if (mode === 'fan_in') return fanIn;
  return mode === 'fan_out' ? fanOut : (fanIn + fanOut) / 2;
}

/** Inputs and outputs of one unit. Kernels of convolutions are [..window, in, out]: the window multiplies both. */
export function computeFans(shape: Shape): { fanIn: number; fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const window = sizeOf(shape.slice(0, -2));
  const [inputs, outputs] = [shape[shape.length - 2]!, shape[shape.length - 1]!];
  return { fanIn: inputs * window, fanOut: outputs * window };
}
