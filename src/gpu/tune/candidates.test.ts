import { expect, test } from 'vitest';
import { dotDef } from '../../graph/ops/dot.ts';
import type { DeviceFacts } from '../device-facts.ts';
import type { KernelRequest } from '../kernels/types.ts';
import { candidatesOf, canRun, quickestOf, variantFor } from './candidates.ts';
import { chooseFrom, chooseNoting, tuningKey } from './variants.ts';

const software: DeviceFacts = {
  adapterClass: 'software',
  vendor: '',
  description: '',
  limits: {
    maxBufferSize: 2 ** 30,
    maxStorageBufferBindingSize: 2 ** 30,
    maxStorageBuffersPerShaderStage: 10,
    maxComputeWorkgroupsPerDimension: 65_535,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupStorageSize: 16_384,
  },
  subgroups: true,
  subgroupMinSize: 4,
  subgroupMaxSize: 4,
  timestamps: true,
};
const hardware: DeviceFacts = {
  ...software,
  adapterClass: 'hardware',
  subgroupMinSize: 32,
  subgroupMaxSize: 32,
};

function product(m: number, n: number, k: number, device: DeviceFacts): KernelRequest {
  const attrs = { transposeA: false, transposeB: false };
  const inputs = [
    { dtype: 'float32' as const, shape: [m, k] },
    { dtype: 'float32' as const, shape: [k, n] },
  ];
  return { attrs, inputs, outputs: dotDef.infer(inputs, attrs), used: [true], device };
}

const namesOf = (request: KernelRequest) => candidatesOf('dot', request).map((v) => v.name);

test.each([
  [128, 64, 784],
  [1024, 1024, 1024],
  [1, 1000, 4096],
  [32, 1, 64],
])('the best guess comes first, all can run, and they are few: %d × %d × %d', (...sizes) => {
  for (const device of [software, hardware]) {
    const request = product(...sizes, device);
    const names = namesOf(request);
    expect(names[0]).toBe(variantFor('dot', request, null).name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeLessThanOrEqual(5);
    for (const name of names) {
      expect(canRun('dot', request, name)).toBe(true);
      expect(variantFor('dot', request, name).name).toBe(name);
    }
  }
});

test('each class of adapters has its own; the one for every shape is tried for little work only', () => {
  expect(namesOf(product(128, 64, 784, hardware)).every((name) => !name.startsWith('tile'))).toBe(true);
  expect(namesOf(product(1024, 1024, 1024, software))).not.toContain('naive');
  expect(namesOf(product(1, 10, 64, software))).toContain('naive');
  expect(namesOf(product(1, 1000, 4096, hardware))).toContain('element-per-group');
});

test('a variant of the other class is none here', () => {
  expect(() => variantFor('dot', product(64, 64, 64, software), 'workgroup-64x64')).toThrow(/must fit/);
});

test('for the first steps: what compiles soon, unless the work is too much or the guess is as soon', () => {
  expect(quickestOf('dot', product(128, 64, 784, software))).toBe('tile-4x4-shared');
  expect(quickestOf('dot', product(1024, 1024, 1024, software))).toBeNull();
  expect(quickestOf('dot', product(128, 10, 64, software))).toBeNull();
  expect(quickestOf('dot', product(128, 64, 784, hardware))).toBeNull();
});

test('choices are by shape, and what was chosen is noted', () => {
  const request = product(128, 64, 784, software);
  const other = product(128, 64, 100, software);
  const key = tuningKey('dot', request);
  const choose = chooseFrom({ [key]: 'tile-8x8-shared' });
  expect([choose('dot', request), choose('dot', other)]).toEqual(['tile-8x8-shared', null]);
  const [plain, quick] = [new Map<string, string>(), new Map<string, string>()];
  expect(chooseNoting(choose, false, plain)('dot', request)).toBe('tile-8x8-shared');
  expect(chooseNoting(choose, false, plain)('dot', other)).toBeNull();
  expect(chooseNoting(choose, true, quick)('dot', request)).toBe('tile-4x4-shared');
  expect([...plain]).toEqual([[key, 'tile-8x8-shared']]);
  expect([...quick]).toEqual([[key, 'tile-4x4-shared']]);
});
