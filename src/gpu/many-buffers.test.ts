import { expect, test } from 'vitest';
import { Builder } from '../graph/ir/builder.ts';
import { multiply } from '../graph/ops/arithmetic.ts';
import { sum } from '../graph/ops/reduce.ts';
import { slice } from '../graph/ops/slice.ts';
import type { DeviceFacts } from './device-facts.ts';
import { makePlan } from './make-plan.ts';

const device: DeviceFacts = {
  adapterClass: 'hardware',
  vendor: 'test',
  description: 'test',
  limits: {
    maxBufferSize: 2 ** 28,
    maxStorageBufferBindingSize: 2 ** 27,
    maxStorageBuffersPerShaderStage: 8,
    maxComputeWorkgroupsPerDimension: 65535,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupStorageSize: 16384,
  },
  subgroups: false,
  subgroupMinSize: 0,
  subgroupMaxSize: 0,
  timestamps: false,
};

test('sums of many runs of one variable stay within the buffers that a kernel may bind', () => {
  const b = new Builder();
  const params = b.input('variable', 'params', 'float32', [64 * 12]);
  for (let i = 0; i < 12; i++) {
    const run = slice(b, params, [64 * i], [64]);
    b.output(`sum ${i}`, sum(b, multiply(b, run, run)));
  }
  const { dispatches } = makePlan(b.build(), device);
  expect(Math.max(...dispatches.map((d) => d.bindings.length))).toBeLessThanOrEqual(8);
});
