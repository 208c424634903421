import { expect, test } from 'vitest';
import { fromSlider, toSlider } from './slider-scale.ts';

test('ends of a slider are the ends of the scale', () => {
  expect(fromSlider(0, 1e-6, 1, true)).toBe(1e-6);
  expect(fromSlider(1, 1e-6, 1, true)).toBe(1);
  expect(fromSlider(0.5, 0, 0.9)).toBe(0.45);
});

test('a logarithmic slider gives every decade the same room', () => {
  expect(toSlider(1e-3, 1e-6, 1, true)).toBeCloseTo(0.5, 12);
  expect(fromSlider(0.5, 1e-6, 1, true)).toBe(0.001);
});
