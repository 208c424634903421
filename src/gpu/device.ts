import { gpuError } from '../core/errors.ts';
import type { DeviceFacts, DeviceLimits } from './device-facts.ts';

/** A device, where it came from, and what kernel selection may know of it. */
export interface OpenedDevice {
  readonly device: GPUDevice;
  readonly adapter: GPUAdapter;
  readonly facts: DeviceFacts;
}

export interface OpenDeviceOptions {
  /** Which GPU of several; default `high-performance`. */
  readonly powerPreference?: GPUPowerPreference;
  readonly label?: string;
}

/** Limits raised to what the adapter offers: WebGPU's defaults are made for the smallest phone. */
const RAISED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

const WANTED_FEATURES = ['timestamp-query', 'subgroups'] as const satisfies readonly GPUFeatureName[];

/** Names under which CPU implementations of WebGPU present themselves. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b|\bcpu\b/i;

/**
 * Opens a device with the highest limits that the adapter offers, and timestamps and subgroups where there are any.
 * Errors (kind `gpu`) when there is no adapter.
 */
export async function openDevice(gpu: GPU, options: OpenDeviceOptions = {}): Promise<OpenedDevice> {
  const { powerPreference = 'high-performance', label = 'trainyard' } = options;
  const adapter = await gpu.requestAdapter({ powerPreference });
  if (!adapter) throw noAdapter();
  const device = await adapter.requestDevice({
    label,
    requiredFeatures: WANTED_FEATURES.filter((name) => adapter.features.has(name)),
    requiredLimits: Object.fromEntries(RAISED_LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  return { device, adapter, facts: factsOf(device, adapter) };
}

function noAdapter(): Error {
  return gpuError({
    where: 'WebGPU',
    must: 'the browser must offer a GPU adapter',
    got: 'none',
    try: 'a recent Chrome, Edge, Firefox or Safari with hardware acceleration on',
  });
}

function factsOf(device: GPUDevice, adapter: GPUAdapter): DeviceFacts {
  const { info } = adapter;
  return {
    adapterClass: adapterClass(info),
    vendor: info.vendor,
    description: describeAdapter(info),
    limits: limitsOf(device.limits),
    subgroups: device.features.has('subgroups'),
    subgroupMinSize: info.subgroupMinSize ?? 0,
    subgroupMaxSize: info.subgroupMaxSize ?? 0,
    timestamps: device.features.has('timestamp-query'),
  };
}

/** `software` where a CPU does the work: by the adapter's own names, or because it is the fallback. */
export function adapterClass(info: Partial<GPUAdapterInfo>): DeviceFacts['adapterClass'] {
  const names = [info.vendor, info.architecture, info.device, info.description].join(' ');
  return info.isFallbackAdapter || SOFTWARE.test(names) ? 'software' : 'hardware';
}

/** Firefox keeps all names to itself. */
export function describeAdapter(info: Partial<GPUAdapterInfo>): string {
  const names = [info.vendor, info.architecture, info.device].filter(Boolean).join(' ');
  return info.description || names || (adapterClass(info) === 'software' ? 'CPU' : 'GPU');
}

function limitsOf(limits: GPUSupportedLimits): DeviceLimits {
  return {
    maxBufferSize: limits.maxBufferSize,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
    maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
  };
}
