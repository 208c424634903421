import { afterEach, expect, test } from 'vitest';
import type { Run } from '../run.ts';
import { EngineHarness } from '../testing/engine-harness.ts';

let engine: EngineHarness;

afterEach(() => engine.close());

/** Gives the loss a weight that no control offers. */
function weighLoss(weight: number): void {
  const { run } = engine.controller as unknown as { run: Run };
  const { hyperparameters } = run.open.session;
  Object.assign(hyperparameters, { [Object.keys(hyperparameters)[0]!]: weight });
}

// Infinity shows in the loss; 1e30 does not, but the squares of its gradients are no numbers.
test.each([Number.POSITIVE_INFINITY, 1e30])(
  'a run whose loss counts %f times stops, says where, and goes back to good weights',
  async (weight) => {
    engine = new EngineHarness();
    engine.send({
      type: 'open',
      preset: 'mnist-mlp',
      size: 'quick',
      controls: {},
      seed: 7,
      tune: false,
      resume: false,
    });
    engine.send({ type: 'step', count: 4 });
    await engine.status('paused');
    weighLoss(weight);
    engine.send({ type: 'start' });
    await engine.status('stopped-by-nan');
    const nan = await engine.next('nan');
    expect(nan.canRollBack).toBe(true);
    if (weight === Number.POSITIVE_INFINITY) expect([nan.step, nan.node]).toEqual([5, 'loss']);
    engine.send({ type: 'start' });
    expect((await engine.next('error')).error.message).toMatch(/cannot go on/);
    weighLoss(1);
    engine.send({ type: 'rollback', learningRate: 0.0005 });
    const { step } = await engine.next('control', (c) => c.id === 'learningRate');
    expect(step).toBeLessThanOrEqual(4);
    await engine.status('paused');
    engine.forget();
    weighLoss(1);
    engine.send({ type: 'step', count: 5 });
    await engine.status('paused');
    expect(engine.steps()).toEqual([1, 2, 3, 4, 5].map((n) => step + n));
    expect(engine.column('loss').every((loss) => loss < 10)).toBe(true);
    expect(engine.column('learning_rate')[0]).toBeCloseTo(0.0005, 9);
  },
  120_000,
);
