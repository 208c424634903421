import { expect, test } from 'vitest';
import { adapterClass, describeAdapter, openDevice } from './device.ts';

test.each([
  [{ vendor: 'google', architecture: 'swiftshader', description: 'SwiftShader Device (LLVM 16.0.0)' }],
  [{ description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }],
  [{ description: 'Microsoft Basic Render Driver' }],
  [{ isFallbackAdapter: true }],
])('%o is software', (info) => {
  expect(adapterClass(info)).toBe('software');
});

test.each([
  [{ vendor: 'nvidia', architecture: 'hopper', description: 'NVIDIA H100' }],
  [{ vendor: 'apple', architecture: 'metal-3' }],
  [{}],
])('%o is hardware', (info) => {
  expect(adapterClass(info)).toBe('hardware');
});

test.each([
  [{ vendor: 'nvidia', architecture: 'hopper' }, 'nvidia hopper'],
  [{ vendor: 'nvidia', description: 'NVIDIA H100' }, 'NVIDIA H100'],
  [{ vendor: '', description: '' }, 'GPU'],
  [{ vendor: '', description: '', isFallbackAdapter: true }, 'CPU'],
])('%o is called %s', (info, name) => {
  expect(describeAdapter(info)).toBe(name);
});

test('without an adapter the error says what helps', async () => {
  const gpu = { requestAdapter: async () => null } as unknown as GPU;
  await expect(openDevice(gpu)).rejects.toThrow(
    /WebGPU: the browser must offer a GPU adapter, got none\. Try:/,
  );
});
