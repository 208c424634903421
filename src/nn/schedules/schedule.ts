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

/** The option that every decay over a number of steps has. */
export interface DecaySteps {
  readonly decaySteps: number;
}

/** `check` of schedules that divide by `decaySteps`. */
export function checkDecaySteps(className: string): (options: DecaySteps) => void {
  return ({ decaySteps }) => {
    if (decaySteps > 0) return;
    throw configError({ where: className, must: 'decaySteps is above 0', got: String(decaySteps) });
  };
}
