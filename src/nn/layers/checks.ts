import { configError } from '../../core/errors.ts';

/** The value of an option that must be a whole number above 0. */
export function positiveInteger(where: string, option: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw configError({ where, must: `${option} must be a whole number above 0`, got: shown(value) });
}

/** The value of an option that must be a fraction: 0 ≤ value < 1 (or ≤ 1). */
export function fraction(where: string, option: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw configError({ where, must: `${option} must be from 0 to 1`, got: shown(value) });
}

/** The value of an option that must be one of a few words. */
export function oneOf<T extends string>(
  where: string,
  option: string,
  value: unknown,
  allowed: readonly T[],
): T {
  const found = allowed.find((word) => word === value);
  if (found !== undefined) return found;
  throw configError({ where, must: `${option} must be one of ${allowed.join(', ')}`, got: shown(value) });
}

/** A value as the user wrote it. */
export function shown(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
}
