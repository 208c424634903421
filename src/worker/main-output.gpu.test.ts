import { afterEach, expect, test } from 'vitest';
import { EngineHarness } from './testing/engine-harness.ts';

let engine: EngineHarness;

afterEach(() => engine.close());

test('samples show the answer to the question of the preset, though other outputs come before it by name', async () => {
  engine = new EngineHarness();
  engine.send({
    type: 'open',
    preset: 'tweet-pair',
    size: 'quick',
    controls: { authors: true, pairs: 100, validationPairs: 100 },
    seed: 7,
    tune: false,
    resume: false,
  });
  const { model, baseRates } = await engine.next('opened');
  expect(model.outputs.map(({ name }) => name)).toEqual(['same', 'author_a', 'author_b']);
  expect(baseRates.same).toBeCloseTo(0.5, 1);
  engine.send({ type: 'samples', from: 0, count: 4 });
  const { samples } = (await engine.next('samples')).samples;
  for (const view of samples) {
    if (view.kind !== 'text-pair') throw new Error(view.kind);
    // An untrained sigmoid, not one of many classes.
    expect(view.same).toBeGreaterThan(0.2);
    expect([0, 1]).toContain(view.label);
  }
});
