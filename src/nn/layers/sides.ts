import { configError } from '../../core/errors.ts';
import { shown } from './checks.ts';

/** [[top, bottom], [left, right]]. */
export type Sides = readonly [readonly [number, number], readonly [number, number]];

/** `n`, `[vertical, horizontal]` or `[[top, bottom], [left, right]]`. */
export type SidesOption = number | readonly [number, number] | Sides;

/** The four sides that an option of ZeroPadding2D or Cropping2D names. */
export function fourSides(where: string, option: string, value: SidesOption): Sides {
  const axes = typeof value === 'number' ? [value, value] : value;
  const sides = Array.isArray(axes) ? axes.map((a: unknown) => (typeof a === 'number' ? [a, a] : a)) : [];
  const whole = (side: unknown) =>
    Array.isArray(side) && side.length === 2 && side.every((n) => Number.isInteger(n) && n >= 0);
  if (sides.length === 2 && sides.every(whole)) return sides as unknown as Sides;
  throw configError({
    where,
    must: `${option} must be n, [vertical, horizontal] or [[top, bottom], [left, right]], whole numbers from 0`,
    got: shown(value),
  });
}
