import { expect } from 'vitest';

interface Tolerance {
  /** Relative to the larger magnitude. Default 1e-5. */
  readonly relative?: number;
  /** Default 1e-6. */
  readonly absolute?: number;
}

/** Fails with the worst position unless |actual − expected| ≤ absolute + relative · |expected| everywhere. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative = 1e-5, absolute = 1e-6 }: Tolerance = {},
): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i]!, expected[i]!];
    const allowed = absolute + relative * Math.abs(e);
    expect(Math.abs(a - e), `position ${i}: ${a} for ${e}`).toBeLessThanOrEqual(allowed);
  }
}
