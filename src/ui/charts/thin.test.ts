import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Smoother } from './smooth.ts';
import { join, lowerBound, thin } from './thin.ts';

const steps = (count: number) => Float64Array.from({ length: count }, (_, i) => i + 1);

test('few points stay as they are', () => {
  const rows = thin(steps(4), [Float64Array.of(1, Number.NaN, 3, 4)], 1, 4, 100);
  expect(rows.x).toEqual([2, 3, 4]);
  expect(rows.curves[0]).toEqual([undefined, 3, 4]);
});

test('many points keep their peaks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 5000 }), fc.nat(299), (count, peak) => {
      const values = new Float64Array(count).fill(1);
      values[peak] = 9;
      const rows = thin(steps(count), [values], 0, count, 50);
      const curve = Array.from(rows.curves[0]!);
      expect(rows.x.length).toBeLessThanOrEqual(2 * 50 + 2);
      expect(Math.max(...curve.map(Number))).toBe(9);
    }),
  );
});

test('a growing curve keeps the points that it has', () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i));
  const before = thin(steps(1000), [values], 0, 900, 100);
  const after = thin(steps(1000), [values], 0, 1000, 100);
  expect(Array.from(after.curves[0]!).slice(0, 100)).toEqual(Array.from(before.curves[0]!).slice(0, 100));
});

test('joins rows of different steps with holes', () => {
  const table = join([
    { x: [1, 2, 4], curves: [[10, 20, 40]] },
    { x: [2, 3], curves: [[200, 300]] },
  ]);
  expect(table.x).toEqual([1, 2, 3, 4]);
  expect(table.curves).toEqual([
    [10, 20, undefined, 40],
    [undefined, 200, 300, undefined],
  ]);
});

test('finds the first row at or beyond a bound', () => {
  expect(lowerBound([1, 3, 5], 0)).toBe(0);
  expect(lowerBound([1, 3, 5], 3)).toBe(1);
  expect(lowerBound([1, 3, 5], 6)).toBe(3);
});

test('an average that is continued equals one made at once', () => {
  const values = Float64Array.from({ length: 100 }, (_, i) => Math.cos(i) + 2);
  const whole = Float64Array.from(new Smoother().update(values, 0.9));
  const parts = new Smoother();
  parts.update(values.subarray(0, 33), 0.9);
  expect(parts.update(values, 0.9)).toEqual(whole);
  expect(whole[0]).toBeCloseTo(values[0]!, 12);
});

test('an average starts again when the curve went back', () => {
  const smoother = new Smoother();
  smoother.update(Float64Array.of(5, 5, 5), 0.9);
  expect(smoother.update(Float64Array.of(1), 0.9)[0]).toBeCloseTo(1, 12);
});
