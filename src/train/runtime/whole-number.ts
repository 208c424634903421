import { configError } from '../../core/errors.ts';

/** The value of an option that counts something. Errors name the option where it is no whole number of at least `least`. */
export function wholeNumber(where: string, option: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw configError({
    where,
    must: `${option} must be a whole number of at least ${least}`,
    got: String(value),
  });
}
