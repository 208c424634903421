/** Methods of a device that make an object. */
const CREATORS = [
  'createBuffer',
  'createBindGroup',
  'createBindGroupLayout',
  'createComputePipeline',
  'createComputePipelineAsync',
  'createPipelineLayout',
  'createQuerySet',
  'createShaderModule',
] as const;

/** How often each method of a device that makes an object was called while `body` ran, and `submit`; those never called are left out. */
export async function deviceCalls(
  device: GPUDevice,
  body: () => Promise<void>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const watched = [...CREATORS.map((name) => [device, name] as const), [device.queue, 'submit'] as const];
  for (const [owner, name] of watched) {
    const real = (owner as unknown as Record<string, (...args: unknown[]) => unknown>)[name]!;
    Object.defineProperty(owner, name, {
      configurable: true,
      value: (...args: unknown[]) => {
        counts[name] = (counts[name] ?? 0) + 1;
        return real.apply(owner, args);
      },
    });
  }
  try {
    await body();
  } finally {
    for (const [owner, name] of watched) delete (owner as unknown as Record<string, unknown>)[name];
  }
  return counts;
}
