import { gpuError } from '../../core/errors.ts';
import type { OpenedDevice } from '../../gpu/device.ts';
import { PipelineCache } from '../../gpu/pipelines.ts';
import { type Engine, openEngine } from '../engine.ts';

let current: Promise<Engine> | null = null;

/**
 * Runs models on this device from now on: `useDevice(await openDevice(navigator.gpu))`. Models that have run already stay
 * where they are until `dispose`. Without it the first run opens `navigator.gpu`, in Node Dawn (the package `webgpu`).
 */
export function useDevice(opened: OpenedDevice): void {
  current = Promise.resolve({ opened, cache: new PipelineCache(opened.device) });
}

/** The device and pipelines that all models share. Errors (kind `gpu`) where there is no WebGPU; the next call tries again. */
export function currentEngine(): Promise<Engine> {
  current ??= open();
  return current;
}

async function open(): Promise<Engine> {
  try {
    return await openEngine(await findGpu());
  } catch (error) {
    current = null;
    throw error;
  }
}

async function findGpu(): Promise<GPU> {
  const gpu = globalThis.navigator?.gpu as GPU | undefined;
  if (gpu !== undefined) return gpu;
  if (typeof process !== 'undefined' && process.versions?.node !== undefined) {
    const { nodeGpu } = await import('../../gpu/node/gpu.ts');
    return nodeGpu();
  }
  throw gpuError({
    where: 'WebGPU',
    must: 'the browser must offer WebGPU',
    got: 'no navigator.gpu',
    try: 'a recent Chrome, Edge, Firefox or Safari, on a page served over https or from localhost',
  });
}
