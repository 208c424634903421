import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type GoldenMnist, type GoldenWeights, loadGolden } from '../../fixtures/golden/load.ts';
import { readDataFile } from '../cli/read-file.ts';
import { oneHot, reshaped } from '../data/column.ts';
import { mnist } from '../data/mnist.ts';
import type { Dataset } from '../data/types.ts';
import { sharedDevice } from '../gpu/testing/shared-device.ts';
import { resetNames } from '../nn/names.ts';
import { goldenSpecModel } from '../nn/testing/golden-model.ts';
import { splitFeed } from './dataset-feed.ts';
import { goldenCompile } from './testing/golden-run.ts';
import { openSession } from './testing/open-session.ts';
import type { StepLogs } from './training-session.ts';

let digits: Dataset;

beforeAll(async () => {
  digits = await mnist.load({ read: readDataFile });
  await digits.complete;
});
beforeEach(resetNames);

/** The page's way: pixels as bytes on the device, gathered by index; 100 batches in the order of the files. */
async function train(golden: GoldenMnist): Promise<StepLogs[]> {
  const model = goldenSpecModel(golden.model);
  model.compile(goldenCompile(golden.compile));
  model.setWeights(loadGolden<GoldenWeights>('mnist', 'weights').weights.map((w) => w.array));
  const { pixels, label } = digits.train.columns;
  const columns = {
    inputs: { [model.inputNames[0]!]: reshaped(pixels!, [784]) },
    targets: { [model.outputNames[0]!]: oneHot(label!) },
  };
  const feed = splitFeed('train', digits.train, columns, () => digits.complete);
  const session = openSession(await sharedDevice(), model, feed, { batchSize: golden.batchSize });
  const steps: StepLogs[] = [];
  session.onSteps = (some) => steps.push(...some);
  await session.prepare();
  for (let i = 0; i < golden.losses.length; i++) await session.step();
  await session.fetch();
  await session.destroy();
  return steps;
}

it.each(['sgd-momentum', 'rmsprop', 'adam'])('100 steps on MNIST as Keras takes them: %s', async (name) => {
  const golden = loadGolden<GoldenMnist>('mnist', name);
  const steps = await train(golden);
  const worst = (from: number, to: number) =>
    Math.max(
      ...golden.losses.slice(from, to).map((want, i) => Math.abs(steps[from + i]!.logs.loss! - want) / want),
    );
  expect(steps).toHaveLength(100);
  expect(worst(0, 25)).toBeLessThanOrEqual(1e-4);
  expect(worst(25, 100)).toBeLessThanOrEqual(1e-3);
  // A digit whose two largest probabilities are equal to rounding may go either way.
  steps.forEach(({ logs }, i) => {
    expect(Math.abs(logs.accuracy! - golden.accuracies[i]!)).toBeLessThanOrEqual(1 / golden.batchSize + 1e-6);
  });
});
