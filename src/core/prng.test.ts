import { describe, expect, it } from 'vitest';
import { Prng } from './prng.ts';

const draw = (prng: Prng, n: number): number[] => Array.from({ length: n }, () => prng.uint32());

describe('Prng', () => {
  it('gives the same numbers for the same seed, others for another seed or stream', () => {
    expect(draw(new Prng(7), 4)).toEqual(draw(new Prng(7), 4));
    expect(draw(new Prng(7), 4)).not.toEqual(draw(new Prng(8), 4));
    expect(draw(new Prng(7), 4)).not.toEqual(draw(new Prng(7, 1), 4));
    expect(draw(new Prng(0), 4)).not.toEqual([0, 0, 0, 0]);
  });

  it('keeps its sequence from release to release', () => {
    expect(draw(new Prng(1), 3)).toMatchInlineSnapshot(`
      [
        2442144158,
        3238099751,
        3819917871,
      ]
    `);
  });

  it('draws uniformly: mean 1/2, variance 1/12, every tenth equally full', () => {
    const prng = new Prng(3);
    const values = Array.from({ length: 50_000 }, () => prng.uniform());
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
    const tenths = new Array<number>(10).fill(0);
    for (const value of values) tenths[Math.floor(value * 10)]!++;
    for (const count of tenths) expect(Math.abs(count - 5000)).toBeLessThan(300);
  });

  it('draws normally: mean 0, variance 1, 68.27 % within one', () => {
    const prng = new Prng(5);
    const values = Array.from({ length: 50_000 }, () => prng.normal());
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
    expect(values.filter((v) => Math.abs(v) < 1).length / values.length).toBeCloseTo(0.6827, 2);
  });

  it('draws below n without bias and inside the range', () => {
    const prng = new Prng(11);
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[prng.below(3)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(prng.below(1)).toBe(0);
  });

  it('permutes: every number once, and shuffles typed and plain arrays', () => {
    const order = new Prng(2).permutation(1000);
    expect(Array.from(order)).not.toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(new Prng(2).shuffle(['a', 'b', 'c']).sort()).toEqual(['a', 'b', 'c']);
  });
});
