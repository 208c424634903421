import type { DeviceFacts } from '../device-facts.ts';

/** A device with the limits that every WebGPU device has at least: https://www.w3.org/TR/webgpu/#limits */
export const leastDevice = (adapterClass: DeviceFacts['adapterClass']): DeviceFacts => ({
  adapterClass,
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
});
