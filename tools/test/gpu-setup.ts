// Runs before every GPU suite, in the one process that all of them share. It puts WebGPU where browsers have it
// (`navigator.gpu` and the GPU* globals), fails a suite where there is no adapter, and fails a test that leaves
// an uncaptured error on any device.

import { afterEach, beforeAll, expect } from 'vitest';
import { create, globals } from 'webgpu';

type Harness = { gpu: GPU; uncaptured: string[] };
const shared = globalThis as typeof globalThis & { gpuHarness?: Harness };

/** Dawn lives as long as this object is referenced: dropped, it takes the process with it. */
const harness = shared.gpuHarness ?? install();
shared.gpuHarness = harness;

function install(): Harness {
  const gpu = create([]);
  const uncaptured: string[] = [];
  Object.assign(globalThis, globals);
  const navigator = (globalThis.navigator ?? {}) as object;
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  recordUncaptured(uncaptured);
  return { gpu, uncaptured };
}

/** Listens on every device that any adapter gives from now on. */
function recordUncaptured(into: string[]): void {
  const adapter = (globals as unknown as { GPUAdapter: { prototype: GPUAdapter } }).GPUAdapter.prototype;
  const requestDevice = adapter.requestDevice;
  adapter.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
    const device = await requestDevice.call(this, descriptor);
    device.addEventListener('uncapturederror', (event) => {
      event.preventDefault();
      into.push(event.error.message);
    });
    return device;
  };
}

beforeAll(async () => {
  const adapter = await harness.gpu.requestAdapter();
  if (adapter) return;
  const driver = process.env.VK_ICD_FILENAMES ?? "the system's";
  throw new Error(
    `GPU tests: Dawn must find an adapter, got none (Vulkan driver: ${driver}). Try: npm test.`,
  );
});

afterEach(() => {
  expect(harness.uncaptured.splice(0), 'errors that no error scope captured').toEqual([]);
});
