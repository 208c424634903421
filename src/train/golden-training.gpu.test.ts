import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GoldenFit, type GoldenTraining, goldenNames, loadGolden } from '../../fixtures/golden/load.ts';
import type { NdArray } from '../core/nd-array.ts';
import { sharedDevice } from '../gpu/testing/shared-device.ts';
import { disposeAll, useDevice } from '../index.ts';
import { resetNames } from '../nn/names.ts';
import { expectClose } from '../nn/testing/expect-close.ts';
import { goldenCompiledModel, goldenFitOptions, takeRows } from './testing/golden-run.ts';

const CASES = goldenNames('training').map((name) => ({
  name,
  golden: loadGolden<GoldenTraining | GoldenFit>('training', name),
}));

/** Relative to the value; a few sums of these models are long, and 25 steps add up. */
const LOSS = { relative: 1e-4, absolute: 1e-6 };
const OUTPUT = { relative: 1e-3, absolute: 2e-5 };

beforeAll(async () => useDevice(await sharedDevice()));
beforeEach(async () => {
  await disposeAll();
  resetNames();
});

const weightsFor = (golden: GoldenTraining | GoldenFit, rows: readonly number[] | null) => ({
  ...(golden.sampleWeight && {
    sampleWeight: rows === null ? golden.sampleWeight : takeRows(golden.sampleWeight, rows),
  }),
});

function expectLogs(got: Readonly<Record<string, readonly number[]>>, want: typeof got): void {
  expect(Object.keys(got).sort()).toEqual(Object.keys(want).sort());
  for (const [name, values] of Object.entries(want)) {
    try {
      expectClose(got[name]!, values, LOSS);
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`);
    }
  }
}

/**
 * Keras on JAX hands the outputs of a training step to the metrics without their masks (in `evaluate`, and on TensorFlow, with
 * them), so its accuracies of training steps count masked time steps. Ours never do; `evaluate` is compared.
 */
const NOT_COMPARED: Readonly<Record<string, string>> = { 'mask-tagging': 'accuracy' };

function without<V>(logs: Readonly<Record<string, V>>, name: string | undefined): Record<string, V> {
  return Object.fromEntries(Object.entries(logs).filter(([key]) => key !== name));
}

/** What Keras found after the training. */
async function expectTrained(
  model: ReturnType<typeof goldenCompiledModel>,
  golden: GoldenTraining | GoldenFit,
): Promise<void> {
  const { batchSize, logs } = golden.evaluate;
  const found = await model.evaluate(golden.x, golden.y, { batchSize, ...weightsFor(golden, null) });
  expectLogs(
    Object.fromEntries(Object.entries(found).map(([k, v]) => [k, [v]])),
    Object.fromEntries(Object.entries(logs).map(([k, v]) => [k, [v]])),
  );
  const count = Object.values(golden.predictions)[0]!.shape[0]!;
  const rows = Array.from({ length: count }, (_, i) => i);
  const predicted = [await model.predict(takeRows(golden.x, rows))].flat() as NdArray[];
  Object.values(golden.predictions).forEach((want, i) => {
    expect(predicted[i]!.shape).toEqual(want.shape);
    expectClose(predicted[i]!.data, want.data, OUTPUT);
  });
}

describe('25 steps as Keras takes them', () => {
  const cases = CASES.filter(({ golden }) => golden.kind === 'training');

  it('has fixtures of all systems', () => expect(cases.length).toBeGreaterThanOrEqual(40));

  it.each(cases.map(({ name, golden }) => [name, golden as GoldenTraining] as const))(
    '%s',
    async (name, golden) => {
      const model = goldenCompiledModel(golden);
      const logs: Record<string, number[]> = {};
      for (const rows of golden.batchOrder) {
        const [x, y] = [takeRows(golden.x, rows), takeRows(golden.y, rows)];
        const { classWeight } = golden;
        const step = await model.trainOnBatch(x, y, {
          ...weightsFor(golden, rows),
          ...(classWeight && { classWeight }),
        });
        for (const [key, value] of Object.entries(step)) logs[key] = [...(logs[key] ?? []), value];
      }
      expectLogs(without(logs, NOT_COMPARED[name]), without(golden.logs, NOT_COMPARED[name]));
      await expectTrained(model, golden);
    },
  );
});

describe('fit as Keras does', () => {
  const cases = CASES.filter(({ golden }) => golden.kind === 'fit');

  it('has fixtures', () => expect(cases.length).toBeGreaterThanOrEqual(9));

  it.each(cases.map(({ name, golden }) => [name, golden as GoldenFit] as const))(
    '%s',
    async (_name, golden) => {
      const model = goldenCompiledModel(golden);
      const { classWeight } = golden;
      const { history } = await model.fit(golden.x, golden.y, {
        ...goldenFitOptions(golden),
        ...weightsFor(golden, null),
        ...(classWeight && { classWeight }),
      });
      expectLogs(history, golden.history);
      await expectTrained(model, golden);
    },
  );
});
