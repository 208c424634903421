/** Every instance made here. Dawn ends the process when its instance is collected, so they live as long as it does. */
const kept: GPU[] = [];

/**
 * WebGPU in Node, on Dawn (the npm package `webgpu`). Puts the `GPU*` globals where browsers have them. The Vulkan
 * driver comes from the environment of the process (tools/setup/vulkan.mjs).
 */
export async function nodeGpu(flags: readonly string[] = []): Promise<GPU> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create([...flags]);
  kept.push(gpu);
  return gpu;
}
