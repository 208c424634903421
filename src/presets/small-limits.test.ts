import { beforeEach, describe, expect, test } from 'vitest';
import type { DeviceFacts } from '../gpu/device-facts.ts';
import { makePlan } from '../gpu/make-plan.ts';
import { resetNames } from '../nn/names.ts';
import { outlineStep } from '../train/outline.ts';
import { trainGraph } from '../train/step-graph.ts';
import { presetValues } from './preset.ts';
import { PRESETS } from './table.ts';

/** The limits that every WebGPU device has at least: https://www.w3.org/TR/webgpu/#limits */
const LEAST: DeviceFacts = {
  adapterClass: 'hardware',
  vendor: 'any',
  description: 'the least that WebGPU promises',
  limits: {
    maxBufferSize: 1 << 28,
    maxStorageBufferBindingSize: 1 << 27,
    maxStorageBuffersPerShaderStage: 8,
    maxComputeWorkgroupsPerDimension: 65_535,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupStorageSize: 16_384,
  },
  subgroups: false,
  subgroupMinSize: 0,
  subgroupMaxSize: 0,
  timestamps: false,
};

beforeEach(resetNames);

describe.each(['hardware', 'software'] as const)('with the least limits of WebGPU, on %s', (adapterClass) => {
  test.each(PRESETS.map(({ id }) => id))('the step of %s has a plan within them', (id) => {
    const preset = PRESETS.find((one) => one.id === id)!;
    const { model, batchSize } = preset.build(presetValues(preset, 'default'));
    const plan = makePlan(trainGraph(outlineStep(model, batchSize)).graph, { ...LEAST, adapterClass });
    for (const { op, bindings, workgroups } of plan.dispatches) {
      expect(bindings.length, op).toBeLessThanOrEqual(8);
      expect(Math.max(...workgroups), op).toBeLessThanOrEqual(65_535);
    }
  });
});
