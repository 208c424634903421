import { configError } from '../../core/errors.ts';

/**
 * A learning rate that depends on the number of steps done. Host arithmetic: the rate is data of the step.
 * `rateAt(iterations)` is the rate of the step after `iterations` steps, so 0 gives the first.
 */
export interface Schedule {
  /** Keras's class name, `ExponentialDecay`. */
  readonly className: string;
  /** Keras's options in camel case, defaults filled in. */
  readonly config: Readonly<Record<string, unknown>>;
  rateAt(iterations: number): number;
}

/** The number of steps that a schedule takes must be positive. */
export function checkSteps(where: string, name: string, steps: number): void {
  if (steps > 0) return;
  throw configError({ where, must: `${name} is above 0`, got: String(steps) });
}
