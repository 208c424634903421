let count = 0;

/** Counts every dispatch from now on, whoever makes it. Where there is no WebGPU there is nothing to count. */
export function countDispatches(): void {
  const Pass = globalThis.GPUComputePassEncoder;
  if (Pass === undefined) return;
  for (const name of ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'] as const) {
    const original = Pass.prototype[name] as (...args: unknown[]) => undefined;
    Object.defineProperty(Pass.prototype, name, {
      value(this: GPUComputePassEncoder, ...args: unknown[]) {
        count++;
        return original.apply(this, args);
      },
    });
  }
}

/** Dispatches since the last call. */
export function takeDispatches(): number {
  const taken = count;
  count = 0;
  return taken;
}
