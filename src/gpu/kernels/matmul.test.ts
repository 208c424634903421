import { describe, expect, test } from 'vitest';
import type { DotAttrs } from '../../graph/ops/dot.ts';
import { dotDef } from '../../graph/ops/dot.ts';
import { dotColsumDef } from '../../graph/ops/dot-colsum.ts';
import type { DeviceFacts } from '../device-facts.ts';
import { matmulColsumKernel, matmulKernel } from './matmul.ts';
import type { Kernel, KernelRequest } from './types.ts';

const limits = {
  maxBufferSize: 2 ** 30,
  maxStorageBufferBindingSize: 2 ** 30,
  maxStorageBuffersPerShaderStage: 10,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupStorageSize: 16_384,
};
const hardware: DeviceFacts = {
  adapterClass: 'hardware',
  vendor: '',
  description: '',
  limits,
  subgroups: true,
  subgroupMinSize: 32,
  subgroupMaxSize: 32,
  timestamps: true,
};
const software: DeviceFacts = {
  ...hardware,
  adapterClass: 'software',
  subgroupMinSize: 4,
  subgroupMaxSize: 4,
};
const withoutSubgroups: DeviceFacts = { ...software, subgroups: false };

type Form = 'nn' | 'tn' | 'nt';
type Size = readonly [number, number, number];

function request(form: Form, [m, n, k]: Size, device: DeviceFacts, colsum = false): KernelRequest<DotAttrs> {
  const attrs = { transposeA: form[0] === 't', transposeB: form[1] === 't' };
  const a = { dtype: 'float32' as const, shape: attrs.transposeA ? [k, m] : [m, k] };
  const b = { dtype: 'float32' as const, shape: attrs.transposeB ? [n, k] : [k, n] };
  const outputs = (colsum ? dotColsumDef : dotDef).infer([a, b], attrs);
  return { attrs, inputs: [a, b], outputs, used: outputs.map(() => true), device };
}

function chosen(kernel: Kernel<DotAttrs>, asked: KernelRequest<DotAttrs>) {
  return kernel.variants.find((variant) => variant.applies(asked))!;
}

describe('on a CPU adapter', () => {
  test.each<[Form, Size, string]>([
    ['nn', [1024, 1024, 1024], 'tile-32x16-shared'],
    ['nn', [128, 64, 784], 'tile-16x16-shared'],
    ['nn', [128, 64, 64], 'tile-16x16-shared'],
    ['nn', [128, 10, 64], 'tile-4x4-shared'],
    ['tn', [784, 64, 128], 'tile-16x16-shared'],
    ['tn', [64, 64, 128], 'tile-8x8-shared'],
    ['tn', [64, 10, 128], 'tile-4x4-shared'],
    ['tn', [8192, 10, 32], 'tile-16x4-shared'],
    ['nt', [128, 64, 10], 'tile-4x4-shared'],
    ['tn', [32, 128, 3200], 'split-16x16-shared'],
    ['tn', [3, 64, 16_384], 'split-4x4-shared'],
    ['nn', [32, 1, 64], 'naive'],
  ])('%s %j takes %s', (form, size, name) => {
    expect(chosen(matmulKernel, request(form, size, software)).name).toBe(name);
    expect(chosen(matmulColsumKernel, request(form, size, software, true)).name).toBe(name);
  });

  test('without subgroups of four nothing is shared', () => {
    expect(chosen(matmulKernel, request('nn', [1024, 1024, 1024], withoutSubgroups)).name).toBe('tile-32x16');
    expect(chosen(matmulKernel, request('nn', [1024, 1024, 1024], hardware)).name).not.toContain(
      'tile-32x16',
    );
  });
});

describe('on a GPU', () => {
  test.each<[Form, Size, string]>([
    ['nn', [1024, 1024, 1024], 'workgroup-64x64'],
    ['nn', [128, 64, 784], 'workgroup-32x32-split'],
    ['nn', [128, 64, 64], 'workgroup-32x32'],
    ['tn', [512, 128, 3200], 'workgroup-32x32'],
    ['nn', [1, 1000, 4096], 'element-per-group'],
    ['nn', [32, 1, 15_488], 'element-per-group'],
  ])('%s %j takes %s', (form, size, name) => {
    expect(chosen(matmulKernel, request(form, size, hardware)).name).toBe(name);
  });
});

describe.each([
  ['software', software],
  ['hardware', hardware],
])('dispatches on %s', (_name, device) => {
  const asked = request('tn', [32, 128, 3200], device, true);

  test('slices cover all of K and have room for the column sums', () => {
    const variant = chosen(matmulColsumKernel, asked);
    const [slicesOfK, sum] = variant.dispatches(asked);
    const slices = sum!.params.find(({ name }) => name === 'slices')!.value;
    const length = slicesOfK!.params.at(-1)!;
    expect(slices * length.value * (length.name === 'steps' ? 4 : 1)).toBeGreaterThanOrEqual(3200);
    expect(slicesOfK!.workgroups[2]).toBe(slices);
    expect(variant.scratch!(asked)).toEqual([4 * slices * 33 * 128]);
    expect([slicesOfK!.tail, sum!.tail]).toEqual([false, true]);
  });

  test('equal layouts share code: sizes are parameters only', () => {
    const code = (size: Size) => {
      const same = request('nn', size, device);
      const variant = matmulKernel.variants.find(({ name }) => name === chosen(matmulKernel, same).name)!;
      return variant
        .dispatches(same)
        .map(({ shader, conditions, constants }) => ({ shader, conditions, constants }));
    };
    expect(code([1024, 1024, 1024])).toEqual(code([2048, 512, 1024]));
  });

  test('a grid beyond the limit of a dimension leaves it to the variant that folds', () => {
    const variant = chosen(matmulKernel, request('nn', [64 * 65_536 * 4, 64, 1], device));
    expect(variant.name).toBe('naive');
    expect(
      Math.max(...variant.dispatches(request('nn', [2 ** 20, 64, 1], device))[0]!.workgroups),
    ).toBeLessThan(65_536);
  });
});
