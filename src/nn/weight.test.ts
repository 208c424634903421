import { expect, test } from 'vitest';
import { input } from './input.ts';
import { dense } from './layers/dense.ts';
import { model } from './model.ts';
import type { Weight, WeightHolder } from './weight.ts';

function small() {
  const x = input({ shape: [2] });
  return model({ inputs: x, outputs: dense({ units: 1 })(x) });
}

test('weights get values when asked, once, from the seed', async () => {
  const [a, b, c] = [small(), small(), small()];
  a.initialize(1);
  b.initialize(1);
  c.initialize(2);
  const [first, again, other] = await Promise.all([a.getWeights(), b.getWeights(), c.getWeights()]);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  a.initialize(9);
  expect(await a.getWeights()).toEqual(first);
  expect(await small().getWeights()).toHaveLength(2);
});

test('setWeights checks all before it changes any', async () => {
  const m = small();
  m.setWeights([
    { data: [1, 2], shape: [2, 1] },
    { data: [3], shape: [1] },
  ]);
  expect((await m.getWeights()).map((w) => [...w.data])).toEqual([[1, 2], [3]]);
  expect(() => m.setWeights([{ data: [1, 2], shape: [2, 1] }])).toThrow(/setWeights needs 2 arrays, got 1/);
  const wrong = [
    { data: [7, 7], shape: [2, 1] },
    { data: [7, 7], shape: [2] },
  ];
  expect(() => m.setWeights(wrong)).toThrow(/bias: weights must have shape \(1,\), got \(2,\)/);
  expect([...m.weights[0]!.read()]).toEqual([1, 2]);
});

test('values that a holder trains are read back first, all in one go', async () => {
  const m = small();
  m.initialize(1);
  const asked: (readonly Weight[])[] = [];
  const holder: WeightHolder = {
    async read(weights) {
      asked.push(weights);
      for (const w of weights) w.value = new Float32Array(w.size).fill(5);
    },
  };
  for (const w of m.weights) w.holder = holder;
  expect((await m.getWeights()).map((w) => [...w.data])).toEqual([[5, 5], [5]]);
  expect(asked).toEqual([m.weights]);
  const before = m.weights[0]!.version;
  m.weights[0]!.set([1, 1], [2, 1]);
  expect(m.weights[0]!.holder).toBeNull();
  expect(m.weights[0]!.version).toBe(before + 1);
});
