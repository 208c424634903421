import { expect, test } from 'vitest';
import { goldenNames } from '../../../fixtures/golden/load.ts';
import { runGraph } from '../../gpu/testing/run-graph.ts';
import { sharedDevice } from '../../gpu/testing/shared-device.ts';
import { goldenRun } from '../testing/golden-layer.ts';

const opened = await sharedDevice();

test.each(goldenNames('layers'))('%s agrees with Keras on the device', async (name) => {
  const { graph, feeds, check } = goldenRun(name);
  const { outputs } = await runGraph(opened, graph, feeds);
  check(outputs, 1e-4);
  expect(outputs).toBeDefined();
});
