import { TrainyardError } from './errors.ts';

/** Throws an internal error when something that the code itself guarantees does not hold. */
export function invariant(condition: unknown, must: string): asserts condition {
  if (!condition) throw new TrainyardError('internal', { where: 'internal', must });
}

/** The value, or an internal error where it is missing. */
export function required<T>(value: T | null | undefined, what: string): T {
  invariant(value !== null && value !== undefined, `${what} must exist`);
  return value;
}
