import { beforeEach, describe, expect, test } from 'vitest';
import { makePlan } from '../gpu/make-plan.ts';
import { leastDevice } from '../gpu/testing/least-device.ts';
import { resetNames } from '../nn/names.ts';
import { outlineStep } from '../train/outline.ts';
import { trainGraph } from '../train/step-graph.ts';
import { presetValues } from './preset.ts';
import { PRESETS } from './table.ts';

beforeEach(resetNames);

describe.each(['hardware', 'software'] as const)('with the least limits of WebGPU, on %s', (adapterClass) => {
  test.each(PRESETS.map(({ id }) => id))('the step of %s has a plan within them', (id) => {
    const preset = PRESETS.find((one) => one.id === id)!;
    const { model, batchSize } = preset.build(presetValues(preset, 'default'));
    const plan = makePlan(trainGraph(outlineStep(model, batchSize)).graph, leastDevice(adapterClass));
    for (const { op, bindings, workgroups } of plan.dispatches) {
      expect(bindings.length, op).toBeLessThanOrEqual(8);
      expect(Math.max(...workgroups), op).toBeLessThanOrEqual(65_535);
    }
  });
});
