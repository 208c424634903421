import { beforeEach, describe, expect, test } from 'vitest';
import type { DeviceFacts } from '../gpu/device-facts.ts';
import { resetNames } from '../nn/names.ts';
import { presetValues } from '../presets/preset.ts';
import { presetById } from '../presets/table.ts';
import { checkMemory, describeMemory, estimateMemory } from '../train/memory-estimate.ts';

const MIB = 2 ** 20;

/** A device that allows buffers of `most` bytes. */
const device = (most: number): DeviceFacts => ({
  adapterClass: 'hardware',
  vendor: 'test',
  description: 'test',
  subgroups: false,
  subgroupMinSize: 0,
  subgroupMaxSize: 0,
  timestamps: false,
  limits: {
    maxBufferSize: most,
    maxStorageBufferBindingSize: most,
    maxStorageBuffersPerShaderStage: 10,
    maxComputeWorkgroupsPerDimension: 65_535,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupStorageSize: 16_384,
  },
});

const LARGE = device(4096 * MIB);

/** What the seed size of a preset needs; no weight and no sample is in memory. */
function seedEstimate(id: string) {
  const preset = presetById(id);
  const { model, batchSize } = preset.build(presetValues(preset, 'seed'));
  const estimate = estimateMemory(model, batchSize, LARGE);
  expect(model.weights.every((w) => w.value === null)).toBe(true);
  // Of the tables a step makes no gradient.
  const flat = model.weights.reduce((n, w) => n + (w.isTable ? 0 : w.size), 0);
  return { estimate, parameters: model.countParams(), flat };
}

beforeEach(resetNames);

test.each(['mnist-mlp', 'headline', 'tweet-pair', 'digit-pair', 'inception', 'vqa', 'video-qa'])(
  'the memory of %s at seed size is known before anything is allocated',
  (id) => {
    const { estimate, parameters, flat } = seedEstimate(id);
    // Weights begin at multiples of 64 numbers; rmsprop keeps as many numbers again.
    expect(estimate.weights).toBeGreaterThanOrEqual(4 * parameters);
    expect(estimate.weights).toBeLessThan(4 * parameters + 50 * 256);
    expect(estimate.optimizer).toBeGreaterThanOrEqual(4 * parameters);
    expect(estimate.total).toBe(estimate.weights + estimate.optimizer + estimate.step);
    expect(estimate.step).toBeGreaterThanOrEqual(4 * flat);
  },
);

describe('questions about a scene, 165 million parameters', () => {
  test('take what the plan says', () => {
    const { estimate, flat } = seedEstimate('vqa');
    expect(flat).toBe(162_517_800);
    expect(estimate.largest.bytes).toBeGreaterThanOrEqual(4 * flat);
    expect(describeMemory(estimate)).toMatch(
      /^\d\.\d\d GB on the GPU \(weights 660\.3 MB, optimizer 660\.4 MB, step /,
    );
  });

  test('are refused by name where a buffer would be too large, and taken where it fits', () => {
    const { estimate } = seedEstimate('vqa');
    expect(() => checkMemory('vqa', estimate, LARGE)).not.toThrow();
    expect(() => checkMemory('vqa', estimate, device(128 * MIB))).toThrow(
      /^vqa: each buffer must fit into the 134\.2 MB that this GPU allows, got .* for .*, of \d\.\d\d GB on the GPU/,
    );
  });
});
