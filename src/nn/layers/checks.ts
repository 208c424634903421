import { configError, shapeError } from '../../core/errors.ts';
import { formatShape, type SymbolicShape } from '../../core/shape.ts';

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

/** The value of an option that must be a number from 0 up. */
export function nonNegative(where: string, option: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0) return value;
  throw configError({ where, must: `${option} must be 0 or more`, got: shown(value) });
}

/** Throws unless the data format is channels_last, the only one here (Keras's default). */
export function channelsLast(where: string, dataFormat: string | null | undefined): void {
  if (dataFormat === undefined || dataFormat === null || dataFormat === 'channels_last') return;
  throw configError({
    where,
    must: 'dataFormat must be channels_last',
    got: shown(dataFormat),
    try: 'layers.permute({ dims: [2, 3, 1] }) on channels-first images',
  });
}

/** `n` or `[n, m]` as a pair of whole numbers of at least `least`. */
export function pair(where: string, option: string, value: unknown, least = 1): [number, number] {
  const list = typeof value === 'number' ? [value, value] : value;
  const fits =
    Array.isArray(list) && list.length === 2 && list.every((n) => Number.isInteger(n) && n >= least);
  if (fits) return [list[0], list[1]] as [number, number];
  throw configError({
    where,
    must: `${option} must be a whole number of at least ${least}, or two`,
    got: shown(value),
  });
}

/** `n` or `[n]` as a whole number of at least `least`. */
export function single(where: string, option: string, value: unknown, least = 1): number {
  const n = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof n === 'number' && Number.isInteger(n) && n >= least) return n;
  throw configError({
    where,
    must: `${option} must be a whole number of at least ${least}`,
    got: shown(value),
  });
}

/** The shape if it is (batch, height, width, channels). */
export function imageShape(where: string, shape: SymbolicShape): SymbolicShape {
  if (shape.length === 4) return shape;
  throw shapeError({
    where,
    must: 'the input must be (batch, height, width, channels)',
    got: formatShape(shape),
    try: 'input({ shape: [height, width, channels] })',
  });
}

/** The shape if it is (batch, time, features). */
export function sequenceShape(where: string, shape: SymbolicShape): SymbolicShape {
  if (shape.length === 3) return shape;
  throw shapeError({
    where,
    must: 'the input must be (batch, time, features)',
    got: formatShape(shape),
    try: 'input({ shape: [time, features] })',
  });
}
