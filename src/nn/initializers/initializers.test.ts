import { describe, expect, test } from 'vitest';
import { Prng } from '../../core/prng.ts';
import { getInitializer, initializers, serializeInitializer } from './table.ts';
import { computeFans } from './variance-scaling.ts';

function statistics(values: Float32Array): { mean: number; deviation: number; largest: number } {
  const mean = values.reduce((n, v) => n + v, 0) / values.length;
  const variance = values.reduce((n, v) => n + (v - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance), largest: Math.max(...values.map(Math.abs)) };
}

// Shape (100, 300): fans 100 and 300. Deviation of a uniform ±l is l / √3; of a truncated normal that of its formula.
test.each([
  ['glorot_uniform', Math.sqrt(2 / 400), Math.sqrt(6 / 400)],
  ['glorot_normal', Math.sqrt(2 / 400), (2 * Math.sqrt(2 / 400)) / 0.8796],
  ['lecun_uniform', Math.sqrt(1 / 100), Math.sqrt(3 / 100)],
  ['lecun_normal', Math.sqrt(1 / 100), (2 * Math.sqrt(1 / 100)) / 0.8796],
  ['he_uniform', Math.sqrt(2 / 100), Math.sqrt(6 / 100)],
  ['he_normal', Math.sqrt(2 / 100), (2 * Math.sqrt(2 / 100)) / 0.8796],
  ['random_uniform', 0.05 / Math.sqrt(3), 0.05],
  ['uniform', 0.05 / Math.sqrt(3), 0.05],
  ['random_normal', 0.05, 0.3],
  ['truncated_normal', 0.05 * 0.8796, 0.1],
])('%s has the deviation and the bounds of its formula', (name, deviation, bound) => {
  const values = getInitializer(name).create([100, 300], new Prng(1));
  const found = statistics(values);
  expect(Math.abs(found.mean)).toBeLessThan(deviation * 0.03);
  expect(found.deviation / deviation).toBeCloseTo(1, 1);
  expect(found.largest).toBeLessThan(bound * 1.0001);
});

test('variance scaling takes mode and distribution', () => {
  const { varianceScaling } = initializers;
  const values = varianceScaling({ scale: 3, mode: 'fan_out', distribution: 'untruncated_normal' });
  expect(statistics(values.create([100, 300], new Prng(1))).deviation).toBeCloseTo(0.1, 2);
  expect(() => varianceScaling({ scale: 0 })).toThrow(/scale must be above 0, got 0/);
});

test('fans of kernels of convolutions count the window', () => {
  expect(computeFans([3, 3, 16, 32])).toEqual({ fanIn: 144, fanOut: 288 });
  expect(computeFans([7])).toEqual({ fanIn: 7, fanOut: 7 });
  expect(computeFans([])).toEqual({ fanIn: 1, fanOut: 1 });
});

describe('orthogonal', () => {
  test.each([
    [32, 128],
    [128, 32],
    [16, 16],
  ])('%d × %d has orthonormal rows or columns', (rows, cols) => {
    const q = getInitializer('orthogonal').create([rows, cols], new Prng(2));
    const [count, length] = [Math.min(rows, cols), Math.max(rows, cols)];
    const at = (v: number, i: number) => q[rows < cols ? v * cols + i : i * cols + v]!;
    for (let u = 0; u < count; u++)
      for (let v = 0; v <= u; v++) {
        let product = 0;
        for (let i = 0; i < length; i++) product += at(u, i) * at(v, i);
        expect(Math.abs(product - (u === v ? 1 : 0))).toBeLessThan(1e-5);
      }
  });

  test('is as large as gain says, and needs two axes', () => {
    const q = initializers.orthogonal({ gain: 2 }).create([1, 3], new Prng(1));
    expect(Math.hypot(...q)).toBeCloseTo(2, 5);
    expect(() => initializers.orthogonal().create([3], new Prng(1))).toThrow(/two axes or more, got \(3,\)/);
  });
});

test('constants, and the identity', () => {
  expect([...getInitializer('ones').create([2], new Prng(0))]).toEqual([1, 1]);
  expect([
    ...getInitializer({ className: 'Constant', config: { value: 3 } }).create([2], new Prng(0)),
  ]).toEqual([3, 3]);
  expect([...initializers.identity({ gain: 2 }).create([2, 3], new Prng(0))]).toEqual([2, 0, 0, 0, 2, 0]);
});

test('the same seed gives the same numbers; a seed of its own ignores the model', () => {
  const draw = (seed: number, own: number | null) => [
    ...initializers.randomNormal({ seed: own }).create([5], new Prng(seed)),
  ];
  expect(draw(1, null)).toEqual(draw(1, null));
  expect(draw(1, null)).not.toEqual(draw(2, null));
  expect(draw(1, 7)).toEqual(draw(2, 7));
});

test.each(Object.entries(initializers))(
  '%s answers to its names and comes back from its config',
  (name, make) => {
    const made = (make as () => ReturnType<typeof getInitializer>)();
    const snake = name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
    for (const spec of [name, snake, made.className])
      expect(getInitializer(spec).className).toBe(made.className);
    expect(getInitializer(serializeInitializer(made)).config).toEqual(made.config);
  },
);
